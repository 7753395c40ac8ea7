import Testing
import Workbench

/// What the prompt shows before anybody asks.
@Suite struct GuidanceTests {
  private func guidance(_ text: String, after setup: String = "") -> Guidance {
    let bench = Bench()
    #expect(bench.run(setup) == nil)
    return bench.interpreter.guidance(for: text)
  }

  @Test func theOnlyWordThatFitsIsCompleted() {
    #expect(guidance("layer dr").completion == "opout ")
    #expect(guidance("layer d").completion == nil)
    #expect(guidance("layer dense 4 relu").completion == nil)
    #expect(guidance("layer dense 4 ").completion == nil)
    #expect(guidance("print \"dr").completion == nil)
  }

  @Test func theNextStepFollowsTheSession() {
    #expect(guidance("d").nextStep == "ata xor")
    #expect(guidance("t", after: "data xor").nextStep == nil)
    #expect(guidance("layer dense 3", after: "data iris").nextStep == " softmax")
    let network = "data iris; layer dense 8 relu"
    #expect(guidance("l", after: network).nextStep == "ayer dense 3 softmax")
    let whole = "\(network); layer dense 3 softmax"
    #expect(guidance("t", after: whole).nextStep == "rain 100")
    #expect(guidance("print 1; s", after: "\(whole); train 1").nextStep == "how grads")
    #expect(guidance("").nextStep == nil)
  }

  @Test func theUsageNamesThePartThatIsTyped() {
    let dense = guidance("layer dense 4 ").signature
    #expect(dense?.parts.prefix(3) == ["layer dense", "UNITS", "⟨ACTIVATION⟩"])
    #expect(dense?.current == 2)
    let key = guidance("layer dense 4 init=").signature
    #expect(key?.current.map { key?.parts[$0] } == "⟨init=INIT⟩")
    #expect(guidance("layer ").signature?.parts.last?.contains("dropout") == true)
    #expect(guidance("print row(").signature?.parts == ["row(M, i)"])
    #expect(guidance("nonsense ").signature == nil)
    #expect(guidance("1 + 2").signature == nil)
    let definition = "def tryout n epochs=5 { print $n }"
    #expect(
      guidance("tryout ", after: definition).signature?.parts == ["tryout", "N", "⟨epochs=5⟩"])
  }
}
