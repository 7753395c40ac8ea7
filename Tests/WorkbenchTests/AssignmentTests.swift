import Testing

import Language
import Workbench

/// `lr = 0.5` in a script: which statement the error proposes.
@Suite struct AssignmentTests {
  private func suggestion(for text: String) -> String? {
    Commands.parse(SourceText(name: "", text)).diagnostics.first?.suggestion
  }

  @Test(
    arguments: [
      // What lasts goes before what is said for one call of train.
      ("lr = 0.5", "write `optimizer lr=0.5`, or `let lr = 0.5` for a variable"),
      ("batch = 16", "write `train 100 batch=16`, or `let batch = 16` for a variable"),
      ("seed=7 # c", "write `seed 7`, or `let seed = 7` for a variable"),
      ("l2 = 0.01", "write `regularize l2=0.01`, or `let l2 = 0.01` for a variable"),
      // What is no value of a command stands in parentheses.
      ("lr = lr / 2", "write `optimizer lr=(lr / 2)`, or `let lr = lr / 2` for a variable"),
      ("lr = $a", "write `optimizer lr=$a`, or `let lr = $a` for a variable"),
      // What is no value of a variable is not proposed as one.
      ("batch = all", "write `train 100 batch=all`"), ("loss = mse", "write `loss mse`"),
      // Names that people bring along.
      ("epochs = 20", "write `train 20`, or `let epochs = 20` for a variable"),
      (
        "learning_rate = 1e-3",
        "write `optimizer lr=1e-3`, or `let learning_rate = 1e-3` for a variable"
      ),
      // Other names, and values that the setting does not take.
      ("h = 4", "write `let h = 4`"), ("loss = 0.5", "write `let loss = 0.5`"),
      ("lr = -1", "write `let lr = -1`"), ("lr =", "write `let lr = …`"),
      ("lr += 0.1", "write `let lr = $lr + 0.1`"),
    ])
  func proposes(text: String, suggestion: String) {
    #expect(self.suggestion(for: text) == suggestion)
  }

  @Test func everyNumberOfTrainingIsProposed() {
    let train = Commands.all.first { $0.name == "train" }
    for parameter in train?.keys ?? [] {
      switch parameter.kind {
      case .number, .integer, .duration:
        let suggestion = suggestion(for: "\(parameter.name) = 0.5") ?? ""
        let whole = self.suggestion(for: "\(parameter.name) = 1") ?? ""
        #expect((suggestion + whole).contains(" \(parameter.name)="), "\(parameter.name)")
      default: break
      }
    }
  }
}
