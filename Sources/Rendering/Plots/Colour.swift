/// A colour of a screen, each part from 0 to 255.
package struct Colour: Equatable, Sendable {
  package let red: Int
  package let green: Int
  package let blue: Int

  package init(_ hex: Int) {
    (red, green, blue) = (hex >> 16 & 255, hex >> 8 & 255, hex & 255)
  }

  private init(_ red: Double, _ green: Double, _ blue: Double) {
    self.red = Int(red.rounded())
    self.green = Int(green.rounded())
    self.blue = Int(blue.rounded())
  }

  /// A share of the way from this colour to another one.
  func mixed(with other: Colour, _ share: Double) -> Colour {
    let share = min(max(share.isNaN ? 0 : share, 0), 1)
    func mix(_ a: Int, _ b: Int) -> Double { Double(a) + (Double(b) - Double(a)) * share }
    return Colour(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// How bright it is, from 0 to 1 (relative luminance without the gamma, which ranks alike).
  var brightness: Double {
    (0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)) / 255
  }

  /// Black or white, whichever is read better on it.
  var contrast: Colour { brightness > 0.5 ? .ink : .white }

  static let white = Colour(0xFFFFFF)
  static let ink = Colour(0x222222)
  static let grey = Colour(0x8C8C8C)
}

/// The colours of series and classes: the palette of Okabe and Ito (2008), which people with any
/// kind of colour vision tell apart, the strong ones first.
enum SeriesColour {
  private static let all = [
    0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9, 0x8C7A00, 0x666666,
  ].map { Colour($0) }

  static func of(_ index: Int) -> Colour { all[index % all.count] }
}

/// Colours along a range of numbers.
package enum Ramp {
  /// Dark to light, as evenly as the eye sees it, also without colour (viridis of matplotlib).
  case viridis
  /// White to blue, for cells with numbers in them.
  case blues
  /// Vermilion, white, blue: negative, 0, positive.
  case diverging

  private static let viridisStops = [
    0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C,
    0xFDE725,
  ].map { Colour($0) }
  private static let bluesStops = [0xFFFFFF, 0xC6DDF0, 0x6FAED6, 0x0072B2, 0x004A75].map {
    Colour($0)
  }
  private static let divergingStops = [0xA63F00, 0xE8833A, 0xF7F7F7, 0x4FA3D1, 0x00588A].map {
    Colour($0)
  }

  var stops: [Colour] {
    switch self {
    case .viridis: Ramp.viridisStops
    case .blues: Ramp.bluesStops
    case .diverging: Ramp.divergingStops
    }
  }

  /// The colour at a place from 0 to 1.
  func colour(at place: Double) -> Colour {
    let stops = stops
    let position = min(max(place.isNaN ? 0 : place, 0), 1) * Double(stops.count - 1)
    let index = min(Int(position), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], position - Double(index))
  }
}
