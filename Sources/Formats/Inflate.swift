import CZlib

/// Unpacks a raw deflate stream (RFC 1951) that is known to hold `size` bytes.
func inflateRaw(_ bytes: [UInt8], _ range: Range<Int>, size: Int) throws(FormatError) -> [UInt8] {
  var output: [UInt8] = []
  let used = try inflate(bytes, range, windowBits: -15, limit: size, &output)
  guard used == range.count, output.count == size else {
    throw FormatError("the packed data holds \(output.count) bytes, expected \(size)")
  }
  return output
}

/// The check sum of zip and gzip files.
func crc32(_ bytes: [UInt8]) -> UInt32 {
  bytes.withUnsafeBufferPointer { buffer in
    UInt32(truncatingIfNeeded: crc32_z(0, buffer.baseAddress, buffer.count))
  }
}

/// Appends what one stream holds to `output`; gives the number of bytes that it took.
private func inflate(
  _ bytes: [UInt8], _ range: Range<Int>, windowBits: Int32, limit: Int,
  _ output: inout [UInt8]
) throws(FormatError) -> Int {
  var stream = z_stream()
  let size = Int32(MemoryLayout<z_stream>.size)
  guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, size) == Z_OK else {
    throw FormatError("no memory to unpack the file")
  }
  defer { inflateEnd(&stream) }
  var position = range.lowerBound
  var chunk = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let (status, consumed, produced) = step(&stream, bytes, position..<range.upperBound, &chunk)
    position += consumed
    guard output.count + produced <= limit else {
      throw FormatError("the unpacked data is bigger than \(sizeText(limit))")
    }
    output += chunk[..<produced]
    if status == Z_STREAM_END { return position - range.lowerBound }
    let isStuck = consumed == 0 && produced == 0
    guard status == Z_OK || (status == Z_BUF_ERROR && !isStuck) else {
      throw FormatError(
        position == range.upperBound
          ? "the packed data is cut off" : "the packed data is damaged at byte \(position)")
    }
  }
}

/// One call of zlib, from `range` of the input into `chunk`.
private func step(
  _ stream: inout z_stream, _ bytes: [UInt8], _ range: Range<Int>, _ chunk: inout [UInt8]
) -> (status: Int32, consumed: Int, produced: Int) {
  let offered = min(range.count, 1 << 30)
  let room = chunk.count
  return bytes.withUnsafeBufferPointer { input in
    chunk.withUnsafeMutableBufferPointer { buffer in
      // zlib does not write to its input; its type only fails to say so.
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress! + range.lowerBound)
      stream.avail_in = UInt32(offered)
      stream.next_out = buffer.baseAddress
      stream.avail_out = UInt32(room)
      let status = inflate(&stream, Z_NO_FLUSH)
      return (status, offered - Int(stream.avail_in), room - Int(stream.avail_out))
    }
  }
}

/// "64 MiB", "12 bytes".
package func sizeText(_ bytes: Int) -> String {
  bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
}
