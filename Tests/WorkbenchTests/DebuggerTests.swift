import Reports
import Testing
import Workbench

/// Training that pauses where a person sits at the prompt.
@Suite struct DebuggerTests {
  private let network = """
    seed 3
    data iris
    split 0.2 val=0.2
    layer dense 5 tanh
    layer dense 3 softmax
    optimizer adam lr=0.05
    """

  private func bench(_ text: String) -> Bench {
    let bench = Bench { $0.isInteractive = true }
    #expect(bench.run(text) == nil)
    return bench
  }

  /// 90 training rows in batches of 8 are 12 batches: the 18th update is the 6th of epoch 2.
  @Test func trainingPausesAfterTheBatch() throws {
    let bench = bench(network + "\npause when=(steps == 18)\ntrain 20 batch=8")
    #expect(bench.value("steps") == .number(18))
    let note = try #require(bench.record.notes.last)
    #expect(note.hasPrefix("paused in epoch 2 after batch 6: steps == 18;"))
    // What the batch computed is there to be looked at.
    #expect(bench.run("print norm(dW1), norm(delta2), z1[1,1]; show grads") == nil)
    #expect(bench.value("cols(z1)") == .number(8))
  }

  /// Pausing changes nothing: with all its steps the training ends at the same bits.
  @Test(arguments: ["", " keep=best", " until=(loss < 0.2)", " patience=3"])
  func resumingComesToTheSame(keys: String) {
    let text = network + "\ntrain 25 batch=8 lr=0.3\(keys)"
    let (whole, paused) = (bench(text), bench("pause when=(steps % 7 == 3)\n" + text))
    var pauses = 0
    while bench(pauses, paused, "resume") { pauses += 1 }
    #expect(pauses > 2)
    for quantity in ["W1", "b2", "loss", "epoch", "steps"] {
      #expect(paused.value(quantity) == whole.value(quantity), "\(quantity)\(keys)")
    }
  }

  private func bench(_ pauses: Int, _ bench: Bench, _ text: String) -> Bool {
    pauses < 1000 && bench.run(text) == nil
  }

  @Test func stepTakesTheNextBatchOfThePausedTraining() {
    let whole = bench(network + "\ntrain 3 batch=8 lr=0.3")
    let paused = bench(network + "\npause when=(steps == 5)\ntrain 3 batch=8 lr=0.3")
    #expect(paused.run("step\nstep 2") == nil)
    #expect(paused.value("steps") == .number(8))
    #expect(paused.run("resume") == nil)
    for quantity in ["W1", "steps", "epoch"] {
      #expect(paused.value(quantity) == whole.value(quantity))
    }
    #expect(paused.run("resume")?.message == "no training is paused")
  }

  /// What is said of the next step is what `step` then does, with the keys of the paused `train`.
  @Test func theNextStepIsThatOfThePausedTraining() throws {
    let bench = bench(network + "\npause when=(steps == 5)\ntrain 3 batch=8 optimizer=sgd lr=0.3")
    #expect(bench.value("lr") == .number(0.3))
    guard case .number(let weight)? = bench.value("W1[2,3]") else {
      Issue.record("no weight")
      return
    }
    #expect(bench.run("explain W1[2,3]") == nil)
    guard case .derivation(let derivation)? = bench.record.reports.last else {
      Issue.record("no derivation")
      return
    }
    let results = derivation.sections.flatMap(\.equations).map(\.result)
    #expect(abs(results[1] - (weight - 0.3 * results[0])) < 1e-6)
    #expect(bench.run("whatif") == nil)
    guard case .fields(let fields)? = bench.record.reports.last else {
      Issue.record("no fields")
      return
    }
    #expect(fields.first?.value == .number(0.3))
  }

  @Test func stepHasTheClassWeightsOfThePausedTraining() {
    let text =
      network + "\nsplit off\ndata table { 1 2 3 4 -> a; 2 3 4 1 -> a; 3 1 2 2 -> b; 1 1 2 9 -> c }"
    let train = "\ntrain 3 batch=2 lr=0.3 weights=balanced"
    let (whole, paused) = (bench(text + train), bench(text + "\npause when=(steps == 2)" + train))
    #expect(paused.run("step 4") == nil)
    #expect(paused.value("W1") == whole.value("W1"))
  }

  @Test func aPausedTrainingIsUndoneWithItsTrain() {
    let bench = bench(network + "\npause when=(steps == 5)\ntrain 3 batch=8")
    #expect(bench.run("undo\nresume") != nil)
    #expect(bench.run("redo\nresume") == nil)
    #expect(bench.value("epoch") == .number(3))
  }
}
