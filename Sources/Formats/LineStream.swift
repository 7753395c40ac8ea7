/// The lines of a text, one after the other, without their ends (LF or CR LF).
package struct LineStream {
  /// The most bytes of a line.
  private static let limit = 1 << 26

  package let source: ByteStream
  /// The line that was given last, from 1.
  package private(set) var number = 0
  private var bytes: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  package init(_ source: ByteStream) { self.source = source }

  /// Nil behind the last line.
  ///
  /// - Throws: where the text cannot be read, or a line is longer than 64 MiB.
  package mutating func next() throws -> ArraySlice<UInt8>? {
    var searched = position
    while true {
      if let end = bytes[searched...].firstIndex(of: 0x0A) { return line(to: end) }
      if isAtEnd { return position < bytes.count ? line(to: bytes.count) : nil }
      bytes.removeFirst(position)
      position = 0
      searched = bytes.count
      guard bytes.count < LineStream.limit else {
        throw FormatError("line \(number + 1) is longer than 64 MiB")
      }
      isAtEnd = try !source.append(1 << 20, to: &bytes)
    }
  }

  private mutating func line(to end: Int) -> ArraySlice<UInt8> {
    number += 1
    var line = bytes[position..<end]
    position = min(bytes.count, end + 1)
    if line.last == 0x0D { line.removeLast() }
    return line
  }

  /// How much of the file was given, of 1; nil where that is not known.
  package var share: Double? { source.share(unread: bytes.count - position) }
}
