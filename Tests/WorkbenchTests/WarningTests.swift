import Reports
import Testing
import Workbench

/// Training that is well set warns of nothing, and `check` finds nothing in its network.
@Suite struct WarningTests {
  private static let wellSet = [
    "data iris; scale standard; layer dense 16 relu; layer dense 3 softmax; optimizer adam lr=0.01",
    "data iris; scale standard; layer dense 8 tanh; layer dense 3 softmax; optimizer sgd lr=0.1",
    "data wine; scale standard; layer dense 16 relu; layer dense 3 softmax; optimizer adam lr=0.01",
    "data wine; scale standard; layer dense 3 softmax; optimizer momentum lr=0.01",
    "data breast_cancer; scale standard; layer dense 8 relu; layer dense 1 sigmoid; loss bce; "
      + "optimizer adam lr=0.01",
    "data digits; scale standard; layer dense 32 relu; layer dense 10 softmax; optimizer adam lr=0.005",
    "data digits; scale minmax; layer dense 32 sigmoid; layer dense 10 softmax; optimizer adam lr=0.01",
    "data diabetes; scale standard; layer dense 8 relu; layer dense 1; optimizer adam lr=0.05",
    "data moons; layer dense 16 tanh; layer dense 1 sigmoid; optimizer adam lr=0.02",
    "data circles; layer dense 16 relu; layer dense 1 sigmoid; loss bce; optimizer adam lr=0.02",
    "data spiral; layer dense 32 tanh; layer dense 16 tanh; layer dense 1 sigmoid; "
      + "optimizer adam lr=0.01",
    "data blobs; scale standard; layer dense 8 relu; layer dense 3 softmax; optimizer adam lr=0.01",
    "data xor; layer dense 4 tanh; layer dense 1 sigmoid; optimizer sgd lr=1",
    "data xor; layer dense 4 sigmoid; layer dense 1 sigmoid; optimizer sgd lr=1",
    "data sine; layer dense 16 tanh; layer dense 1; optimizer adam lr=0.01",
    "data sine; layer dense 16 tanh; layer dense 1; loss log_cosh; optimizer adam lr=0.01",
    "data diabetes; scale standard; layer dense 8 relu; layer dense 1; loss huber; "
      + "optimizer adam lr=0.05",
    "data linear; layer dense 1; optimizer sgd lr=0.05",
    "data iris; scale standard; layer dense 8 tanh; layer dense 3 sigmoid; optimizer adam lr=0.05",
    "data breast_cancer; scale standard; layer dense 16 relu; layer dense 1 sigmoid; "
      + "optimizer adam lr=0.05",
    "data and; layer dense 1 sigmoid; optimizer sgd lr=5",
  ]

  @Test(arguments: wellSet, [1, 2, 3])
  func noFalseAlarm(script: String, seed: Int) {
    let bench = Bench()
    #expect(bench.run("seed \(seed); \(script)") == nil)
    for epochs in [1, 3, 30, 300] {
      #expect(bench.run("train \(epochs); train \(epochs) batch=all") == nil)
    }
    #expect(bench.record.notes.filter { $0.hasPrefix("warning") }.isEmpty)
  }

  @Test(arguments: wellSet)
  func nothingToFind(script: String) {
    let bench = Bench()
    #expect(bench.run(script) == nil)
    bench.record.reports = []
    #expect(bench.run("check") == nil)
    // Three of the digits' pixels are always white.
    let expected = script.contains("digits") ? ["NN003"] : []
    guard case .findings(let findings)? = bench.record.reports.first else {
      Issue.record("no findings")
      return
    }
    #expect(findings.map(\.code) == expected, "\(findings)")
  }
}
