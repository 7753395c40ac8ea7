/// One argument that a command or a word of a vocabulary takes, written once.
///
/// The binder checks against it; usage, help, completion and the reference are printed from it.
/// Nothing in it changes: it is a class so that binding need not copy its many fields.
package final class Parameter: Equatable, Sendable {
  package enum Role: Equatable, Sendable {
    /// Given by its place: `train 100`.
    case positional
    /// Given by its name: `lr=0.1`.
    case key
  }

  package let name: String
  package let role: Role
  package let kind: Kind
  /// Whether a call without it is an error.
  package let isRequired: Bool
  /// Whether it takes all the positional values that are left.
  package let isRepeated: Bool
  /// The value in force where none is given, as it would be written.
  package let fallback: String?
  package let summary: String
  /// The words of vocabularies that it takes, where some of them have keys of their own; else none.
  package let wordsWithKeys: [Term]

  package init(
    _ name: String, role: Role, kind: Kind, isRequired: Bool = false, isRepeated: Bool = false,
    fallback: String? = nil, summary: String
  ) {
    self.name = name
    self.role = role
    self.kind = kind
    self.isRequired = isRequired
    self.isRepeated = isRepeated
    self.fallback = fallback
    self.summary = summary
    let terms = kind.terms
    wordsWithKeys = terms.contains { !$0.options.isEmpty } ? terms : []
  }

  package static func == (a: Parameter, b: Parameter) -> Bool {
    a === b
      || (a.name, a.role, a.kind, a.fallback) == (b.name, b.role, b.kind, b.fallback)
        && (a.isRequired, a.isRepeated, a.summary) == (b.isRequired, b.isRepeated, b.summary)
  }

  /// A key of a vocabulary's word: `alpha=0.01`.
  package static func option(
    _ name: String, _ kind: Kind, fallback: String? = nil, _ summary: String
  ) -> Parameter {
    Parameter(name, role: .key, kind: kind, fallback: fallback, summary: summary)
  }
}

/// What a value must be.
package indirect enum Kind: Equatable, Sendable {
  /// A real number within bounds.
  case number(Bounds)
  /// A whole number within bounds.
  case integer(ClosedRange<Int>)
  case boolean
  /// A word of a vocabulary.
  case word(noun: String, terms: [Term])
  /// A length of time: `10s`, `1.5min`; in seconds.
  case duration
  /// Any text, quoted or not.
  case text
  /// The name of a file.
  case file
  /// Something that help has a page on.
  case topic
  /// A name that the user makes up.
  case name
  /// A number, a list or a matrix.
  case numbers
  /// Any value at all.
  case any
  /// An expression in parentheses that is true or false, evaluated again and again.
  case condition
  /// A quantity or an expression in parentheses, evaluated again and again: `W2[1,2]`, `(-loss)`.
  case expression
  /// A quantity or one of its entries: `W1`, `W2[1,2]`.
  case target(TargetScope)
  /// One or several parameters of the network: `W1`, `W`, `all`, the number of a layer.
  case parameters
  /// A column of a table by its name or number, or several as a list.
  case columns
  /// A table of rows: `{ 0 0 -> 0; 0 1 -> 1 }`.
  case table
  /// Statements in braces.
  case block
  /// Any of several kinds: `32|all`.
  case either([Kind])
}

extension Kind {
  /// The words of vocabularies that it takes.
  package var terms: [Term] {
    switch self {
    case .word(_, let terms): terms
    case .either(let kinds): kinds.flatMap(\.terms)
    default: []
    }
  }
}

/// Of which quantities a target may be.
package enum TargetScope: Equatable, Sendable {
  /// Any that has a value: `x`, `loss`, `z1`.
  case quantities
  /// Any that a layer has, also where no pass has made it yet: `z1`, `W2`.
  case layers
  /// What is learned: `W1`, `b1`.
  case parameters
}

/// An interval of real numbers; an end is left out where it is marked open.
package struct Bounds: Equatable, Sendable {
  package let lower: Double
  package let upper: Double
  package let lowerIsOpen: Bool
  package let upperIsOpen: Bool

  package init(
    _ lower: Double = -.infinity, _ upper: Double = .infinity,
    lowerIsOpen: Bool = false, upperIsOpen: Bool = false
  ) {
    self.lower = lower
    self.upper = upper
    self.lowerIsOpen = lowerIsOpen
    self.upperIsOpen = upperIsOpen
  }

  package static let any = Bounds()
  package static let positive = Bounds(0, lowerIsOpen: true)
  package static let nonNegative = Bounds(0)
  /// A probability that may be 0 but not 1: [0, 1).
  package static let fraction = Bounds(0, 1, upperIsOpen: true)
  package static let unit = Bounds(0, 1)

  package func contains(_ value: Double) -> Bool {
    let aboveLower = lowerIsOpen ? value > lower : value >= lower
    let belowUpper = upperIsOpen ? value < upper : value <= upper
    return aboveLower && belowUpper && value.isFinite
  }
}
