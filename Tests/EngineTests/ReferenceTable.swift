import Foundation
import Testing

/// A table of reference numbers written by `scripts/make-references`: one fact a line.
struct ReferenceTable: Sendable {
  let rows: [ReferenceRow]

  /// Reads `References/NAME.txt` beside this file.
  init(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "References/\(name).txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    rows = lines.filter { !$0.hasPrefix("#") }.map(ReferenceRow.init)
  }

  /// The rows whose first words are these.
  func rows(_ words: String...) -> [ReferenceRow] {
    rows.filter { $0.words.starts(with: words) }
  }

  /// The rows in groups, each of which begins with a row of this first word; what stands before the
  /// first is left out.
  func groups(from word: String) -> [[ReferenceRow]] {
    var result: [[ReferenceRow]] = []
    for row in rows {
      if row.words.first == word {
        result.append([row])
      } else if let last = result.indices.last {
        result[last].append(row)
      }
    }
    return result
  }
}

/// One line of a table: words, and key=value.
struct ReferenceRow: Sendable, CustomStringConvertible {
  let words: [String]
  let fields: [String: String]

  init(_ line: Substring) {
    let parts = line.split(separator: " ").map(String.init)
    words = parts.filter { !$0.contains("=") }
    let pairs = parts.filter { $0.contains("=") }.map { $0.split(separator: "=", maxSplits: 1) }
    fields = Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), String($0[1])) })
  }

  /// The words and the short fields: what the row is about.
  var description: String {
    let short = fields.filter { !$0.value.contains(",") }.sorted { $0.key < $1.key }
    let heads = words.filter { !$0.contains(",") }
    return (heads + short.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
  }

  func text(_ key: String) throws -> String { try #require(fields[key], "no \(key) in \(self)") }

  func number(_ key: String) throws -> Double { try Self.number(text(key)) }

  func integer(_ key: String) throws -> Int { try #require(Int(text(key))) }

  func optional(_ key: String) throws -> Double? { try fields[key].map(Self.number) }

  func list(_ key: String) throws -> [Double] { try Self.list(text(key)) }

  /// The numbers of the last word: `start 1,2,3`.
  func list() throws -> [Double] { try Self.list(#require(words.last)) }

  private static func number(_ text: String) throws -> Double {
    try #require(Double(text), "no number: \(text)")
  }

  private static func list(_ text: String) throws -> [Double] {
    try text.split(separator: ",").map { try number(String($0)) }
  }
}

/// Expects that every number is as near to its reference as `relative · |reference| + absolute`.
func expectClose(
  _ found: [Double], _ reference: [Double], relative: Double, absolute: Double,
  _ what: @autoclosure () -> String, sourceLocation: SourceLocation = #_sourceLocation
) {
  guard found.count == reference.count else {
    Issue.record(
      "\(what()): \(found.count) numbers, expected \(reference.count)",
      sourceLocation: sourceLocation)
    return
  }
  for (index, (a, b)) in zip(found, reference).enumerated()
  where !(abs(a - b) <= relative * abs(b) + absolute) {
    Issue.record(
      "\(what()): entry \(index + 1) is \(a), expected \(b)", sourceLocation: sourceLocation)
    return
  }
}
