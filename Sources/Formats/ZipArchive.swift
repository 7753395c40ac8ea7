import CZlib

/// The files in a zip archive, as far as `.npz` needs it: stored or deflated, below 4 GiB.
package struct ZipArchive {
  package struct Entry: Equatable, Sendable {
    package let name: String
    fileprivate let method: Int
    fileprivate let crc: UInt32
    fileprivate let packedSize: Int
    fileprivate let size: Int
    fileprivate let headerOffset: Int
  }

  package let entries: [Entry]
  private let file: MappedFile
  private var bytes: UnsafeRawBufferPointer { file.bytes }

  /// Reads the directory at the end of the archive.
  ///
  /// - Throws: where it is damaged or cut off, a name is there twice, or a file is encrypted.
  package init(_ file: MappedFile) throws(FormatError) {
    self.file = file
    let bytes = file.bytes
    let end = try ZipArchive.endRecord(bytes)
    let count = Int(load(bytes, at: end + 10) as UInt16)
    let start = Int(load(bytes, at: end + 16) as UInt32)
    var position = start
    var names: Set<String> = []
    var entries: [Entry] = []
    for _ in 0..<count {
      let (entry, next) = try ZipArchive.entry(bytes, at: position, before: end)
      guard names.insert(entry.name).inserted else {
        throw FormatError("the archive holds '\(entry.name)' twice")
      }
      entries.append(entry)
      position = next
    }
    self.entries = entries
  }

  /// What a file in the archive holds, piece by piece.
  ///
  /// - Throws: where it is damaged, which may only show when it is read to its end.
  package func stream(of entry: Entry) throws -> ByteStream {
    let header = entry.headerOffset
    guard header <= bytes.count - 30, load(bytes, at: header) as UInt32 == 0x0403_4B50 else {
      throw damaged("'\(entry.name)' is not where it should be")
    }
    let nameLength = Int(load(bytes, at: header + 26) as UInt16)
    let extraLength = Int(load(bytes, at: header + 28) as UInt16)
    let start = header + 30 + nameLength + extraLength
    guard start <= bytes.count, entry.packedSize <= bytes.count - start else {
      throw damaged("'\(entry.name)' is cut off")
    }
    let content = UnsafeRawBufferPointer(rebasing: bytes[start..<start + entry.packedSize])
    let checked = CheckedContent(entry, file, try read(entry, content))
    return try ByteStream(size: entry.size) { try checked.next($0) }
  }

  private typealias Reading = (UnsafeMutableRawBufferPointer) throws -> Int

  private func read(_ entry: Entry, _ content: UnsafeRawBufferPointer) throws -> Reading {
    switch entry.method {
    case 0:
      guard entry.size == entry.packedSize else { throw damaged("the sizes of '\(entry.name)'") }
      var position = 0
      return { memory in
        let count = min(memory.count, content.count - position)
        memory.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: content[position..<position + count]))
        position += count
        return count
      }
    case 8:
      let inflater = try InflateStream(content)
      return { try inflater.next($0) }
    default:
      throw FormatError("'\(entry.name)' is packed by method \(entry.method), expected 0 or 8")
    }
  }

  private func damaged(_ what: String) -> FormatError { ZipArchive.damaged(what) }

  fileprivate static func damaged(_ what: String) -> FormatError {
    FormatError("the archive is damaged: \(what)")
  }

  /// Where the last record begins; a comment of up to 64 KiB may follow it.
  private static func endRecord(_ bytes: UnsafeRawBufferPointer) throws(FormatError) -> Int {
    var position = bytes.count - 22
    let lowest = max(0, position - 65_535)
    while position >= lowest {
      if load(bytes, at: position) as UInt32 == 0x0605_4B50,
        position + 22 + Int(load(bytes, at: position + 20) as UInt16) == bytes.count
      {
        return position
      }
      position -= 1
    }
    throw FormatError("the file is no zip archive, or cut off")
  }

  private static func entry(_ bytes: UnsafeRawBufferPointer, at position: Int, before end: Int)
    throws(FormatError) -> (Entry, next: Int)
  {
    guard position <= end - 46, load(bytes, at: position) as UInt32 == 0x0201_4B50 else {
      throw damaged("its directory")
    }
    func short(_ offset: Int) -> Int { Int(load(bytes, at: position + offset) as UInt16) }
    func long(_ offset: Int) -> UInt32 { load(bytes, at: position + offset) }
    let next = position + 46 + short(28) + short(30) + short(32)
    guard next <= end else { throw damaged("its directory") }
    let name = String(decoding: bytes[position + 46..<position + 46 + short(28)], as: UTF8.self)
    guard short(8) & 1 == 0 else { throw FormatError("'\(name)' is encrypted") }
    guard long(20) != .max, long(24) != .max, long(42) != .max else {
      throw FormatError("'\(name)' is bigger than 4 GiB")
    }
    let entry = Entry(
      name: name, method: short(10), crc: long(16), packedSize: Int(long(20)),
      size: Int(long(24)), headerOffset: Int(long(42)))
    return (entry, next)
  }
}

/// The content of a file in an archive, which has to have the size and the check sum that its entry
/// says.
private final class CheckedContent {
  private let entry: ZipArchive.Entry
  private let archive: MappedFile
  private let read: (UnsafeMutableRawBufferPointer) throws -> Int
  private var count = 0
  private var sum: UInt = 0

  init(
    _ entry: ZipArchive.Entry, _ archive: MappedFile,
    _ read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
  ) {
    (self.entry, self.archive, self.read) = (entry, archive, read)
  }

  func next(_ memory: UnsafeMutableRawBufferPointer) throws -> Int {
    let got = try read(memory)
    sum = crc32_z(sum, memory.bindMemory(to: UInt8.self).baseAddress, got)
    count += got
    let isAtEnd = got == 0 && !memory.isEmpty
    guard count <= entry.size, !isAtEnd || count == entry.size else {
      throw FormatError("'\(entry.name)' holds another number of bytes than \(entry.size)")
    }
    guard !isAtEnd || sum == entry.crc else {
      throw ZipArchive.damaged("the check sum of '\(entry.name)'")
    }
    return got
  }
}
