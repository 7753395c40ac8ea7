/// The distinct texts of a column, each with its number from 0: a hash table that is asked with
/// bytes, so that a text which is there already is never made again.
struct TextCodes {
  private(set) var texts: [String] = []
  private var keys: [UInt8] = []
  /// Where each key begins in `keys`, and where the last one ends.
  private var places = [0]
  /// Codes by hash, with open addressing; −1 is free. Its size is a power of two.
  private var slots = [Int](repeating: -1, count: 16)

  init() {}

  func code(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let code = slots[slot(of: bytes)]
    return code < 0 ? nil : code
  }

  /// The code of a text, a new one where it is new.
  mutating func code(adding text: String) -> Int {
    var text = text
    return text.withUTF8 { bytes in
      let slot = slot(of: bytes)
      if slots[slot] >= 0 { return slots[slot] }
      let code = texts.count
      texts.append(String(decoding: bytes, as: UTF8.self))
      keys += bytes
      places.append(keys.count)
      slots[slot] = code
      if 2 * texts.count > slots.count { grow() }
      return code
    }
  }

  private mutating func grow() {
    slots = [Int](repeating: -1, count: 4 * slots.count)
    for code in texts.indices {
      let range = places[code]..<places[code + 1]
      let slot = keys.withUnsafeBufferPointer { keys in
        self.slot(of: UnsafeBufferPointer(rebasing: keys[range]))
      }
      slots[slot] = code
    }
  }

  /// Where a key is, or would be (FNV-1a).
  private func slot(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
    while slots[slot] >= 0, !holds(slots[slot], bytes) { slot = (slot + 1) & mask }
    return slot
  }

  private func holds(_ code: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = places[code]
    guard places[code + 1] - start == bytes.count else { return false }
    for index in 0..<bytes.count where keys[start + index] != bytes[index] { return false }
    return true
  }
}
