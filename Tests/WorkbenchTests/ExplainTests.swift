import Foundation
import Catalog
import Engine
import Rendering
import Reports
import Testing
import Workbench

/// Every line that `explain` prints is computed again from the numbers that it shows, as an
/// expression of the language; and from its symbols, where the language has them.
@Suite struct ExplainTests {
  private static let data = """
    digits 17
    data arrays [[0.5,-1],[1,0.25],[-0.75,1.5],[0.1,0.2],[-1,-0.4]] \
    [[0.1,0.9],[0.8,0.2],[0.4,0.6],[1,0],[0.3,0.7]]
    """

  private static let hidden = Activation.allCases.filter { $0 != .softmax }

  private static func output(of loss: Loss) -> String {
    loss.requiredOutput?.rawValue ?? "linear"
  }

  /// The options that make a rule take every turn it has.
  private static let variants = Optimizer.allCases.flatMap { kind in
    let keys = kind.options.map(\.name)
    var variants = [kind.rawValue]
    for key in keys {
      switch key {
      case "weight_decay": variants.append("\(kind.rawValue) weight_decay=0.1")
      case "nesterov": variants.append("\(kind.rawValue) nesterov=on momentum=0.9")
      case "momentum" where kind != .nesterov:
        variants.append("\(kind.rawValue) momentum=0.7")
      case "dampening": variants.append("\(kind.rawValue) momentum=0.9 dampening=0.2")
      case "centered": variants.append("\(kind.rawValue) centered=on momentum=0.5")
      case "amsgrad": variants.append("\(kind.rawValue) amsgrad=on")
      case "lr_decay": variants.append("\(kind.rawValue) lr_decay=0.1")
      case "initial_accumulator_value":
        variants.append("\(kind.rawValue) initial_accumulator_value=0.5")
      case "decoupled_weight_decay":
        variants.append("\(kind.rawValue) decoupled_weight_decay=on weight_decay=0.1")
      default: break
      }
    }
    return variants
  }

  @Test(arguments: hidden, Loss.allCases)
  func everyActivationLossAndOptimizer(activation: Activation, loss: Loss) throws {
    for optimizer in Self.variants {
      try check(
        """
        precision float64; \(Self.data)
        layer dense 3 \(activation.rawValue) l2=0.01 l1=0.02
        layer dense 2 \(Self.output(of: loss))
        loss \(loss.rawValue); optimizer \(optimizer)
        train 2 batch=all quiet=on
        """, within: 1e-10, about: "\(activation) \(loss) \(optimizer)")
    }
  }

  @Test(arguments: Loss.allCases)
  func everyKindOfLayerAndReduction(loss: Loss) throws {
    for reduction in Reduction.allCases {
      for clip in ["clip off", "clip norm=0.01", "clip norm=1000", "clip value=0.01"] {
        try check(
          """
          precision float64; \(Self.data)
          layer dense 6 tanh; layer batchnorm relu; layer dropout 0.5; layer dense 9 selu bias=off
          layer batchnorm; layer dense 2 \(Self.output(of: loss)); \(clip)
          loss \(loss.rawValue) reduction=\(reduction.rawValue); optimizer adam lr=0.1
          train 2 batch=all quiet=on
          """, within: 1e-9, about: "\(loss) \(reduction) \(clip)")
      }
    }
  }

  @Test func singlePrecisionAndGivenInputs() throws {
    let network = "layer dense 3 gelu; layer batchnorm tanh; layer dense 2 softmax; optimizer nadam"
    try check(
      "\(Self.data); \(network); train 3 batch=all quiet=on", within: 1e-5, about: "float32")
    try check(
      "precision float64; \(Self.data); \(network); train 3 batch=2 quiet=on", within: 1e-10,
      about: "a batch of two", hasFreshPass: false)
  }

  @Test(arguments: [Loss.mse, .crossEntropy, .mae, .huber, .logCosh], Reduction.allCases)
  func samplesWithWeights(loss: Loss, reduction: Reduction) throws {
    let table = "data table { 1 2 -> a; 2 1 -> a; 3 -1 -> a; -1 0.5 -> b; 0.5 -2 -> c }"
    let text = try check(
      """
      precision float64; digits 17; \(table); layer dense 3 tanh
      layer dense 3 \(Self.output(of: loss)); loss \(loss.rawValue) reduction=\(reduction.rawValue)
      train 2 batch=all weights=balanced quiet=on
      """, within: 1e-10, about: "weights, \(loss) \(reduction)", hasFreshPass: false)
    // 5 rows, 3 classes, 3 rows of class a.
    #expect(text.contains("weight[1] * "))
    #expect(text.contains("0.55555555555555558 * ") || text.contains("0.5555555555555556 * "))
  }

  /// Runs a script, explains all there is, and holds every line against its own numbers.
  ///
  /// - Returns: the lines.
  @discardableResult
  private func check(
    _ script: String, within tolerance: Double, about: String, hasFreshPass: Bool = true
  ) throws -> String {
    let bench = Bench()
    #expect(bench.run(script) == nil, "\(about)")
    if hasFreshPass { bench.run("forward; backward") }
    bench.record.reports = []
    let failure = bench.run(
      "explain forward; explain backward; explain update; explain loss; explain a1[2,1]")
    #expect(failure == nil, "\(about)")
    var text = ""
    var (lines, inSymbols) = (0, 0)
    for case .derivation(let derivation) in bench.record.reports {
      for equation in derivation.sections.flatMap(\.equations) {
        let sides = equation.sides(.text, digits: 17)
        let result = try #require(bench.number(sides.last ?? ""))
        lines += 1
        text += sides.joined(separator: " = ") + "\n"
        // Behind an update the symbols stand for the numbers of the pass before it.
        for side in sides.dropFirst(hasFreshPass ? 1 : 2).dropLast() {
          guard let number = bench.number(side) else { continue }
          let isClose = abs(number - result) <= tolerance * max(1, abs(result))
          #expect(isClose, "\(about): \(sides.joined(separator: " = "))")
          if side.contains("[") { inSymbols += 1 }
        }
      }
    }
    #expect(lines > 30, "\(about)")
    #expect(inSymbols > 10 || !hasFreshPass, "\(about)")
    return text
  }

  /// A long formula is cut before operators, and what is on its rows is the formula.
  @Test(arguments: [50, 70, 100])
  func rowsAreNoWiderThanTheScreen(width: Int) throws {
    let bench = Bench()
    let network = "layer dense 6 gelu; layer batchnorm tanh; layer dense 3 softmax"
    #expect(bench.run("data iris; split 0.5; \(network)") == nil)
    bench.record.reports = []
    #expect(bench.run("explain backward; explain loss; explain a2[1,3]") == nil)
    for case .derivation(let derivation) in bench.record.reports {
      let headings = derivation.sections.map(\.heading)
      let text = TextRenderer(digits: 6, width: width).render(.derivation(derivation))
      let whole = TextRenderer(digits: 6, width: 100_000).render(.derivation(derivation))
      let rows = text.split(separator: "\n").map(String.init).filter { !headings.contains($0) }
      #expect(rows.count > 10)
      for row in rows { #expect(row.displayWidth <= width, "\(row)") }
      for row in rows where row.hasPrefix("      ") {
        #expect(["=", "+", "-", "*", "/"].contains(row.split(separator: " ")[0]), "\(row)")
      }
      #expect(text.filter { !$0.isWhitespace } == whole.filter { !$0.isWhitespace })
    }
  }

  @Test func latexIsWellFormed() throws {
    let bench = Bench()
    bench.run(
      "\(Self.data); digits 4; layer dense 9 gelu; layer batchnorm; layer dropout 0.5; "
        + "layer dense 2 softmax; optimizer adam amsgrad=on; clip norm=1")
    bench.record.reports = []
    bench.run(
      "explain forward as=latex; explain backward as=latex; explain update as=latex; "
        + "explain loss as=latex")
    #expect(bench.record.reports.count == 4)
    for case .text(let text) in bench.record.reports {
      var depth = 0
      for character in text {
        depth += character == "{" ? 1 : (character == "}" ? -1 : 0)
        #expect(depth >= 0)
      }
      #expect(depth == 0)
      let brackets = text.count(of: "\\left") - text.count(of: "\\leftarrow")
      #expect(brackets == text.count(of: "\\right"))
      #expect(text.count(of: "\\begin{align*}") == text.count(of: "\\end{align*}"))
      #expect(!text.contains("^2^{"), "a second superscript")
      #expect(!text.contains("1}^{2}"), "a second superscript")
    }
  }
}

extension Bench {
  fileprivate func number(_ expression: String) -> Double? {
    guard case .number(let number)? = value(expression) else { return nil }
    return number
  }
}

extension String {
  fileprivate func count(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let place = rest.range(of: part) {
      count += 1
      rest = rest[place.upperBound...]
    }
    return count
  }
}
