import Rendering
import Reports
import Testing

@Suite struct TickTests {
  private func labels(_ axis: Axis, _ wanted: Int) -> [String] { axis.ticks(wanted).map(\.label) }

  @Test("steps are 1, 2 or 5 times a power of ten, with as many decimals as they need")
  func linear() {
    #expect(labels(Axis("", from: 0, to: 10), 5) == ["0", "2", "4", "6", "8", "10"])
    #expect(labels(Axis("", from: -0.1, to: 1.04), 4) == ["0.0", "0.5", "1.0"])
    #expect(labels(Axis("", from: 0.012, to: 0.019), 4) == ["0.012", "0.014", "0.016", "0.018"])
    #expect(labels(Axis("", from: 1, to: 200), 5) == ["50", "100", "150", "200"])
    #expect(labels(Axis("", from: -3, to: 3), 3) == ["-2", "0", "2"])
    #expect(labels(Axis("", from: 0.166_505, to: 0.166_508), 2) == ["0.166506", "0.166508"])
  }

  @Test("very small and very large numbers have an exponent")
  func scientific() {
    #expect(labels(Axis("", from: 0, to: 4e-7), 4) == ["0", "1e-7", "2e-7", "3e-7", "4e-7"])
    #expect(labels(Axis("", from: 0, to: 3e9), 3) == ["0", "1e9", "2e9", "3e9"])
    #expect(labels(Axis("", from: 1e7, to: 1.2e7), 2) == ["1.0e7", "1.1e7", "1.2e7"])
  }

  @Test("a logarithmic axis has powers of ten, over few of them also 2 and 5")
  func logarithmic() {
    func axis(_ lower: Double, _ upper: Double) -> Axis {
      Axis("", kind: .logarithmic, from: lower, to: upper)
    }
    #expect(labels(axis(1e-3, 1e1), 6) == ["0.001", "0.01", "0.1", "1", "10"])
    #expect(labels(axis(1e-8, 1e-5), 6) == ["10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵"])
    #expect(axis(1e-8, 1e-5).ticks(6, isASCII: true).map(\.label).first == "1e-8")
    #expect(labels(axis(0.9, 11), 6) == ["1", "2", "5", "10"])
    #expect(labels(axis(2.1, 4.9), 6) == ["3", "4"])
  }

  @Test("an axis of counts has no ticks between them")
  func counts() {
    let axis = Axis("count", from: 0, to: 2.1, isWhole: true)
    #expect([2, 6].map { labels(axis, $0) } == [["0", "2"], ["0", "1", "2"]])
    let many = Axis("epoch", from: 7, to: 900, isWhole: true)
    #expect(labels(many, 5) == ["200", "400", "600", "800"])
  }

  @Test("places keep their names; where there are too many, some are left out")
  func places() {
    #expect(labels(Axis("", places: ["a", "b", "c"]), 9) == ["a", "b", "c"])
    let numbers = Axis("", places: (1...100).map { "\($0)" })
    #expect(labels(numbers, 10) == ["10", "20", "30", "40", "50", "60", "70", "80", "90", "100"])
    #expect(labels(numbers, 7) == ["20", "40", "60", "80", "100"])
  }

  @Test("ticks lie on the axis, in order, whatever its ends are")
  func inside() {
    for exponent in stride(from: -300, through: 300, by: 25) {
      var size = 1.0
      for _ in 0..<abs(exponent) { size *= exponent < 0 ? 0.1 : 10 }
      for (lower, upper) in [(-size, size), (0, size), (size, 1.7 * size), (size, 1.000_1 * size)] {
        let axis = Axis("", from: lower, to: upper)
        let ticks = axis.ticks(5)
        #expect(!ticks.isEmpty && ticks.count <= 12, "\(lower) \(upper)")
        for tick in ticks {
          #expect((-0.001...1.001).contains(axis.position(tick.value)), "\(lower) \(upper)")
        }
        #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.value < $1.value })
        #expect(Set(ticks.map(\.label)).count == ticks.count, "\(ticks)")
      }
    }
  }

  @Test("an axis that shows numbers has room for all of them, also for one, none and no number")
  func showing() {
    for numbers in [[1.0, 2], [3], [], [.nan, 5], [-1e308, 1e308], [0, 0]] {
      let axis = Axis("", showing: numbers)
      #expect(axis.lower < axis.upper && (axis.upper / 2 - axis.lower / 2).isFinite)
      for number in numbers where number.isFinite {
        #expect((0...1).contains(axis.position(number)), "\(numbers)")
      }
    }
    let logarithmic = Axis("", showing: [0, 1e-300, 1e300], isLogarithmic: true)
    #expect(logarithmic.lower > 0 && logarithmic.upper.isFinite)
    #expect((0...1).contains(logarithmic.position(1e-300)))
  }
}
