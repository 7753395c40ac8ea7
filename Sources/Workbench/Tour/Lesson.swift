/// The lesson that `tour` gives: steps that a person takes at the prompt, each with what to type.
struct Lesson: Sendable {
  struct Step: Sendable {
    let title: String
    let text: String
    /// What to type, perhaps a block of several rows.
    let line: String
    /// How a statement begins that takes the step, too; nil: as the line does.
    var goal: String?
    /// Whether the line holds a mistake.
    var fails = false

    /// Whether a statement takes the step.
    func isTaken(by statement: String) -> Bool {
      statement.split(separator: " ").joined(separator: " ").hasPrefix(goal ?? line)
    }
  }

  static let steps = [
    Step(
      title: "Data",
      text: "A network learns from examples. The smallest that are worth a network: XOR, "
        + "four samples of two inputs, of which no straight line parts the ones from the "
        + "zeros.", line: "data xor", goal: "data"),
    Step(
      title: "Looking",
      text: "`show` looks at anything. It never changes a thing.",
      line: "show data"),
    Step(
      title: "A layer",
      text: "A layer computes z = W a + b from what comes in, then a = f(z). This one has "
        + "four units, and f is tanh. Tab completes: try `layer dense 4 t` and Tab.",
      line: "layer dense 4 tanh", goal: "layer dense"),
    Step(
      title: "The output",
      text: "One number between 0 and 1 comes out: a layer of one unit with a sigmoid.",
      line: "layer dense 1 sigmoid", goal: "layer dense 1"),
    Step(
      title: "Before training",
      text: "The weights were drawn at random, from a seed: everybody sees the same ones. "
        + "So what the network says to the inputs 1 and 0 is still an accident. It should "
        + "be 1.", line: "predict 1,0", goal: "predict"),
    Step(
      title: "Training",
      text: "Five hundred times over all samples, each time a step down the slope of the "
        + "loss, of size lr. Watch the loss fall.", line: "train 500 lr=1 batch=all", goal: "train"),
    Step(
      title: "Expressions",
      text: "Every number has a name: loss, accuracy, W1, b1, z2, a1 … A name alone, or any "
        + "expression of them, prints its value. `_` is the last value that was printed.",
      line: "predict(1, 0)", goal: "predict"),
    Step(
      title: "Backpropagation",
      text: "These are the gradients of the last step: by how much the loss rises with each "
        + "weight and bias. Training went the other way.", line: "show grads"),
    Step(
      title: "Checking the formula",
      text: "δ of the last layer is (ŷ − y) ⊙ f'(z). Nothing is hidden, so you can check it "
        + "with your own numbers: `~=` asks whether both sides are nearly equal.",
      line: "delta2 ~= (a2 - y) * slope(sigmoid, z2)", goal: "delta2"),
    Step(
      title: "Taking back",
      text: "Anything can be taken back, exactly: weights, data, variables. `redo` does it "
        + "again.", line: "undo"),
    Step(
      title: "Mistakes",
      text: "An error says what is wrong, where, and what was meant; the session stays as "
        + "it was. Run this line with its mistake, then type the next one right.",
      line: "layer dense 4 rellu", fails: true),
    Step(
      title: "Experiments",
      text: "How many units does XOR need? A loop finds out. A `{` that is open goes on in "
        + "the next row; `$h` is a variable.",
      line: """
        for h in [1, 2, 8] {
          reset network; layer dense $h tanh; layer dense 1 sigmoid
          train 1000 lr=1 batch=all quiet=on
          print $h, loss
        }
        """,
      goal: "for"),
    Step(
      title: "Cells",
      text: "Each input is a cell with a number. `history` lists them, `rerun 3` runs one "
        + "again, and `edit 6` changes one: those behind it are then stale until `rerun "
        + "stale`.", line: "history"),
    Step(
      title: "Real data",
      text: "150 flowers, four measures, three kinds; a quarter is set aside for the test. "
        + "`;` parts statements on one line.",
      line: "reset all; data iris; split 0.25; scale standard", goal: "data iris"),
    Step(
      title: "A classifier",
      text: "Three classes: three outputs with softmax. Its loss is cross-entropy.",
      line: "layer dense 8 relu; layer dense 3 softmax", goal: "layer dense 3"),
    Step(
      title: "Another optimizer",
      text: "Adam gives each weight a step of its own. `help optimizers` lists ten of them.",
      line: "train 60 optimizer=adam lr=0.01", goal: "train"),
    Step(
      title: "How good?",
      text: "Only rows that were never trained on tell: the share that is right.",
      line: "test_accuracy"),
    Step(
      title: "Help",
      text: "`help train` shows all keys with defaults and examples, `help relu` a formula, "
        + "and `help rate` searches.", line: "help train", goal: "help"),
    Step(
      title: "Keeping it",
      text: "What you did is a script, without what failed or was undone: it runs and "
        + "prints the same, at the prompt, with `nn lesson.nn`, anywhere.",
      line: "save session lesson.nn", goal: "save session"),
  ]

  static let farewell = [
    "That was the tour. `help` lists the commands; docs/language.md has all rules.",
    "Good luck with your own data: data load FILE.csv",
  ]
}
