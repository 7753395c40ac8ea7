import CZlib

/// Whether the bytes begin as gzip files do.
func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

/// Unpacks gzip piece by piece, also several members one after the other (RFC 1952).
final class GunzipStream {
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 8)
  private var isOpen = false
  private var isAtEnd = false
  private var packed = 0
  private var unpacked = 0

  init() { stream.initialize(to: z_stream()) }

  deinit {
    if isOpen { inflateEnd(stream) }
    stream.deallocate()
    input.deallocate()
  }

  /// Fills `output`, or a part of it; 0 at the end.
  ///
  /// - Throws: for damaged, cut off or trailing bytes, and for a file that is 200 times smaller than
  ///   what it holds, from 64 MiB on.
  func next(
    _ output: UnsafeMutableRawBufferPointer,
    from source: (UnsafeMutableRawBufferPointer) throws -> Int
  ) throws -> Int {
    stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = UInt32(min(output.count, 1 << 30))
    let room = Int(stream.pointee.avail_out)
    while !isAtEnd, Int(stream.pointee.avail_out) == room {
      if stream.pointee.avail_in == 0, try !refill(from: source) {
        if isOpen { throw FormatError("the packed data is cut off behind byte \(packed)") }
        isAtEnd = true
        break
      }
      try step()
    }
    let count = room - Int(stream.pointee.avail_out)
    unpacked += count
    guard unpacked <= max(64 << 20, 200 * packed) else {
      throw FormatError("the unpacked data is more than 200 times bigger than the packed")
    }
    return count
  }

  /// As how many bytes all that was given lies in the file, but for the last ones.
  func packed(of unread: Int) -> Double {
    let used = packed - Int(stream.pointee.avail_in)
    return Double(used) * Double(unpacked - unread) / Double(max(1, unpacked))
  }

  private func refill(from source: (UnsafeMutableRawBufferPointer) throws -> Int) throws -> Bool {
    let count = try source(input)
    packed += count
    stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_in = UInt32(count)
    return count > 0
  }

  private func step() throws {
    guard isOpen else { return try begin() }
    let status = inflate(stream, Z_NO_FLUSH)
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END:
      inflateEnd(stream)
      isOpen = false
    default:
      throw FormatError(
        "the packed data is damaged at byte \(packed - Int(stream.pointee.avail_in))")
    }
  }

  /// The next member, or the zeros that tapes and some tools fill the last block with.
  private func begin() throws {
    if stream.pointee.next_in.pointee == 0, unpacked > 0 {
      stream.pointee.next_in += 1
      stream.pointee.avail_in -= 1
      return
    }
    guard stream.pointee.next_in.pointee == 0x1F else {
      let place = packed - Int(stream.pointee.avail_in)
      throw FormatError("other bytes follow the gzip data at byte \(place)")
    }
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
      throw FormatError("no memory to unpack the file")
    }
    isOpen = true
  }
}
