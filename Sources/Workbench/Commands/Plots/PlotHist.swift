import Catalog
import Experiment
import Glibc
import Language
import Reports

extension Command {
  static let plotHist: Command = {
    let quantity = Slot.value("quantity", .first, "a quantity, or numbers: W1, $list, (W1 * 2)")
    let bins = Slot.integer(
      "bins", .key, 1...1_000, "how many bars; by the numbers where not given")
    return .plot(
      "hist", summary: "draw how often numbers occur, as a histogram",
      parameters: [quantity.parameter, bins.parameter],
      details: [
        "Without bins= the bars have round ends; their number follows Freedman and Diaconis."
      ],
      examples: [
        "data xor; layer dense 16 tanh; layer dense 1; plot hist W1",
        "plot hist [1, 2, 2, 3, 3, 3] bins=3",
      ]
    ) { (call, interpreter) throws(Diagnostic) in
      let span = call.span(of: "quantity")
      let (name, value) = try interpreter.named(try call.required(quantity), call, at: span)
      guard let matrix = value.asMatrix, !matrix.elements.isEmpty else {
        throw Diagnostic(.value, "expected numbers, found \(value.kindDescription)", at: span)
      }
      return try histogram(matrix.elements, named: name, bins: call[bins], at: span)
    }
  }()
}

extension Interpreter {
  /// The value that a word names, or the value as it stands, with what it was written as.
  fileprivate func named(_ value: Value, _ call: BoundCall, at span: SourceSpan)
    throws(Diagnostic) -> (String, Value)
  {
    if case .text(let name) = value { return (name, try quantity(name, at: span)) }
    let written = source.map { $0.text(span) } ?? ""
    return (written.isEmpty || written.count > 40 ? "value" : written, value)
  }
}

private func histogram(
  _ numbers: [Double], named name: String, bins: Int?, at span: SourceSpan
) throws(Diagnostic) -> Plot {
  let finite = numbers.filter(\.isFinite).sorted()
  guard let least = finite.first, let most = finite.last else {
    throw Diagnostic(.value, "none of the numbers is finite", at: span)
  }
  let (start, width, count) = bars(finite, bins: bins)
  guard width.isFinite, (start + width * Double(count)).isFinite else {
    throw Diagnostic(.value, "the numbers are too far apart for a histogram", at: span)
  }
  var heights = [Double](repeating: 0, count: count)
  for number in finite {
    heights[min(max(Int((number - start) / width), 0), count - 1)] += 1
  }
  let mean = finite.reduce(0) { $0 + $1 / Double(finite.count) }
  let variance = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / Double(finite.count) }
  let parts = [("min", least), ("mean", mean), ("std", variance.squareRoot()), ("max", most)]
  let missing = numbers.count - finite.count
  return Plot(
    title: "\(name): \(counted(numbers.count, "number"))",
    notes: [parts.map { "\($0.0) \(format($0.1, digits: 4))" }.joined(separator: ", ")]
      + (missing == 0 ? [] : ["\(missing) of them are not finite and left out."]),
    Chart(
      x: Axis(name, from: start, to: start + width * Double(count)),
      y: Axis("count", from: 0, to: (heights.max() ?? 1) * 1.05, isWhole: true),
      series: [
        Series(
          "", .bars(width: width), x: heights.indices.map { start + width * Double($0) },
          y: heights)
      ]))
}

/// Where the bars begin, how wide they are and how many there are.
///
/// - Parameter numbers: finite, ascending, at least one.
private func bars(_ numbers: [Double], bins: Int?) -> (start: Double, width: Double, count: Int) {
  let (least, most) = (numbers[0], numbers[numbers.count - 1])
  let range = most - least
  guard range > abs(most) * 1e-12 else {
    let width = max(abs(most) * 0.1, 0.5)
    return (least - width / 2, width, 1)
  }
  if let bins { return (least, range / Double(bins), bins) }
  let count = Double(numbers.count)
  let quartiles = (numbers[numbers.count / 4], numbers[numbers.count * 3 / 4])
  let freedman = 2 * (quartiles.1 - quartiles.0) / cbrt(count)
  let sturges = range / (log2(count) + 1)
  let rough = min(max(freedman > 0 ? min(freedman, sturges) : sturges, range / 60), range / 4)
  let power = pow(10, floor(log10(rough)))
  let factors: [Double] = [1, 2, 2.5, 5, 10]
  let width = (factors.last { $0 * power <= rough * 1.000_001 } ?? 1) * power
  let start = (least / width).rounded(.down) * width
  let bars = ((most - start) / width).rounded(.down) + 1
  return bars.isFinite && bars < 10_000 ? (start, width, Int(bars)) : (least, range / 20, 20)
}
