/// A count with its noun: "1 unit", "3 units", "2 classes", "4 entries".
package func counted(_ count: Int, _ noun: String) -> String {
  if count == 1 { return "1 \(noun)" }
  if noun.hasSuffix("ry") { return "\(count) \(noun.dropLast())ies" }
  return "\(count) \(noun)" + (noun.hasSuffix("s") ? "es" : "s")
}
