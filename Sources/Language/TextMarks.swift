/// Places in a text whose line and column are known: where lines begin and, in long ones, some more,
/// so that a line of a thousand errors is not counted through for each of them.
final class TextMarks: Sendable {
  struct Mark {
    let offset: Int
    /// From 0.
    let line: Int
    /// From 1; a column is a character as a person counts them.
    let column: Int
  }

  private let marks: [Mark]
  /// How far apart they are in a line at least, in bytes.
  private static let distance = 1024

  init(_ bytes: [UInt8]) {
    // A byte order mark is no character of the first line.
    var last = Mark(offset: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, line: 0, column: 1)
    var marks = [last]
    for offset in bytes.indices {
      if bytes[offset] == .newline {
        last = Mark(offset: offset + 1, line: last.line + 1, column: 1)
        marks.append(last)
      } else if offset - last.offset >= TextMarks.distance, bytes[offset].isPrintable,
        bytes[offset - 1].isPrintable
      {
        // Between two printable characters of ASCII one surely ends and another begins.
        let characters = String(decoding: bytes[last.offset..<offset], as: UTF8.self).count
        last = Mark(offset: offset, line: last.line, column: last.column + characters)
        marks.append(last)
      }
    }
    self.marks = marks
  }

  var lines: Int { marks[marks.count - 1].line + 1 }

  /// The last one up to a byte; the first one for a byte before all.
  func mark(before offset: Int) -> Mark {
    marks[max(0, marks.count(while: { $0.offset <= offset }) - 1)]
  }

  /// The last one up to a column of a line.
  func mark(before column: Int, ofLine line: Int) -> Mark {
    marks[marks.count(while: { ($0.line, $0.column) <= (line, column) }) - 1]
  }

  /// The first one behind a column, in the same line or behind it.
  func mark(behind column: Int, ofLine line: Int) -> Mark? {
    let index = marks.count(while: { ($0.line, $0.column) <= (line, column) })
    return index < marks.count ? marks[index] : nil
  }
}

extension UInt8 {
  fileprivate var isPrintable: Bool { self >= 0x20 && self < 0x7F }
}

extension [TextMarks.Mark] {
  /// How many something holds for, which are those at the beginning.
  fileprivate func count(while holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
