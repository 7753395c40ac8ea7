import Catalog
import Language
import Reports

/// A parameter together with the type that its value has in Swift: a command declares slots once,
/// lists their descriptions, and reads its call through them.
struct Slot<Content>: Sendable {
  let parameter: Parameter
  let read: @Sendable (BoundValue) -> Content?

  init(_ parameter: Parameter, read: @escaping @Sendable (BoundValue) -> Content?) {
    self.parameter = parameter
    self.read = read
  }
}

/// How a slot is filled: by place or by key, and whether it must be.
enum Place: Sendable {
  case first, optional, repeated, key

  func describe(
    _ name: String, _ kind: Kind, _ fallback: String?, _ summary: String
  ) -> Parameter {
    Parameter(
      name, role: self == .key ? .key : .positional, kind: kind, isRequired: self == .first,
      isRepeated: self == .repeated, fallback: fallback, summary: summary)
  }
}

extension Slot where Content == Double {
  static func number(
    _ name: String, _ place: Place, _ bounds: Bounds, fallback: String? = nil, _ summary: String
  ) -> Slot {
    Slot(place.describe(name, .number(bounds), fallback, summary)) { $0.number }
  }

  /// Seconds.
  static func duration(_ name: String, _ place: Place, _ summary: String) -> Slot {
    Slot(place.describe(name, .duration, nil, summary)) { $0.number }
  }
}

extension Slot where Content == Int {
  static func integer(
    _ name: String, _ place: Place, _ range: ClosedRange<Int>, fallback: String? = nil,
    _ summary: String
  ) -> Slot {
    Slot(place.describe(name, .integer(range), fallback, summary)) { $0.integer }
  }
}

extension Slot where Content == Bool {
  static func boolean(_ name: String, fallback: Bool, _ summary: String) -> Slot {
    Slot(Place.key.describe(name, .boolean, fallback ? "on" : "off", summary)) { $0.boolean }
  }
}

extension Slot where Content: Vocabulary {
  static func word(
    _ name: String, _ place: Place, _ type: Content.Type, fallback: String? = nil,
    _ summary: String
  ) -> Slot {
    let kind = Kind.word(noun: Content.noun, terms: Content.terms)
    return Slot(place.describe(name, kind, fallback, summary)) {
      $0.text.flatMap(Content.init(rawValue:))
    }
  }
}

extension Slot where Content == String {
  static func text(_ name: String, _ place: Place, _ summary: String) -> Slot {
    Slot(place.describe(name, .text, nil, summary)) { $0.text }
  }

  static func name(_ name: String, _ place: Place, _ summary: String) -> Slot {
    Slot(place.describe(name, .name, nil, summary)) { $0.text }
  }

  static func file(_ name: String, _ place: Place, _ summary: String) -> Slot {
    Slot(place.describe(name, .file, nil, summary)) { $0.text }
  }

  /// One of a few words that are no vocabulary of their own.
  static func choice(
    _ name: String, _ place: Place, _ words: [String], fallback: String? = nil, _ summary: String
  ) -> Slot {
    let kind = Kind.word(noun: name, terms: words.map { Term(word: $0, summary: summary) })
    return Slot(place.describe(name, kind, fallback, summary)) { $0.text }
  }
}

extension Slot where Content == BoundValue {
  static func either(
    _ name: String, _ place: Place, _ kinds: [Kind], fallback: String? = nil, _ summary: String
  ) -> Slot {
    Slot(place.describe(name, .either(kinds), fallback, summary)) { $0 }
  }
}

extension Slot where Content == Value {
  static func value(_ name: String, _ place: Place, _ summary: String) -> Slot {
    Slot(place.describe(name, .any, nil, summary)) { $0.value }
  }

  static func numbers(_ name: String, _ place: Place, _ summary: String) -> Slot {
    Slot(place.describe(name, .numbers, nil, summary)) { $0.value }
  }
}

extension Slot where Content == Expression {
  static func condition(_ name: String, _ summary: String) -> Slot {
    Slot(Place.key.describe(name, .condition, nil, summary)) { $0.condition }
  }
}

extension Slot where Content == CommandValue {
  static func expression(_ name: String, _ place: Place, _ summary: String) -> Slot {
    Slot(place.describe(name, .expression, nil, summary)) { $0.expression }
  }
}

extension Slot where Content == Reference {
  static func target(
    _ name: String, _ place: Place, _ scope: TargetScope, _ summary: String
  ) -> Slot {
    Slot(place.describe(name, .target(scope), nil, summary)) { $0.target }
  }
}

extension Slot where Content == Block {
  static func block(_ name: String, _ summary: String) -> Slot {
    Slot(Place.first.describe(name, .block, nil, summary)) { $0.block }
  }
}

extension Slot where Content == [TableRow] {
  static func table(_ name: String, _ summary: String) -> Slot {
    Slot(Place.first.describe(name, .table, nil, summary)) { $0.table }
  }
}

extension Kind {
  /// One literal word beside other kinds: `all` in `batch=32|all`.
  static func literally(_ word: String, _ summary: String) -> Kind {
    .word(noun: "word", terms: [Term(word: word, summary: summary)])
  }
}
