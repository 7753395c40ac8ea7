import Experiment
import Reports

// The interpreter asks often, so it remembers the place of a name, which that keeps. It does so here
// since no function of another target is inlined.

extension Variables {
  subscript(place: Int) -> Value { values[place] }

  func number(at place: Int) -> Double? {
    if case .number(let number) = values[place] { return number }
    return nil
  }

  /// The place of a name, looked for first where `hint` says.
  func place(of name: String, near hint: Int) -> Int? {
    hint < names.count && names[hint] == name ? hint : place(of: name)
  }

  mutating func set(at place: Int, to value: consuming Value) { values[place] = value }
}
