import CZlib

/// Unpacks a raw deflate stream (RFC 1951) that lies in memory, piece by piece.
final class InflateStream {
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let input: UnsafeRawBufferPointer
  private(set) var isAtEnd = false
  /// How many bytes of the input were taken.
  private(set) var taken = 0

  /// - Parameter input: stays where it is for as long as this lives.
  init(_ input: UnsafeRawBufferPointer) throws(FormatError) {
    self.input = input
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, -15, ZLIB_VERSION, size) == Z_OK else {
      throw FormatError("no memory to unpack the file")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Fills `output`, or what is left of it; 0 at the end.
  func next(_ output: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    let room = min(output.count, 1 << 30)
    stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = UInt32(room)
    while !isAtEnd, stream.pointee.avail_out > 0 { try step() }
    return room - Int(stream.pointee.avail_out)
  }

  private func step() throws(FormatError) {
    let offered = min(input.count - taken, 1 << 30)
    guard offered > 0 else { throw FormatError("the packed data is cut off") }
    // zlib does not write to its input; its type only fails to say so.
    let place = UnsafeMutableRawPointer(mutating: input.baseAddress! + taken)
    stream.pointee.next_in = place.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(offered)
    let status = inflate(stream, Z_NO_FLUSH)
    taken += offered - Int(stream.pointee.avail_in)
    guard status == Z_OK || status == Z_STREAM_END else {
      throw FormatError("the packed data is damaged at byte \(taken)")
    }
    isAtEnd = status == Z_STREAM_END
  }
}

/// "64 MiB", "12 bytes".
package func sizeText(_ bytes: Int) -> String {
  bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
}
