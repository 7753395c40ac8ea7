import Glibc

/// A colour of a screen, each part from 0 to 255.
package struct Colour: Equatable, Sendable {
  package let red: Int
  package let green: Int
  package let blue: Int

  package init(_ hex: Int) {
    (red, green, blue) = (hex >> 16 & 255, hex >> 8 & 255, hex & 255)
  }

  init(_ red: Int, _ green: Int, _ blue: Int) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// A share of the way from this colour to another one.
  func mixed(with other: Colour, _ share: Double) -> Colour {
    let share = min(max(share.isNaN ? 0 : share, 0), 1)
    func mix(_ a: Int, _ b: Int) -> Int {
      Int((Double(a) + (Double(b) - Double(a)) * share).rounded())
    }
    return Colour(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// How bright it is, from 0 to 1 (relative luminance without the gamma, which ranks alike).
  var brightness: Double {
    (0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)) / 255
  }

  /// Lightness and two axes of hue, evenly as the eye sees them (OKLab, Ottosson 2020).
  var seen: SIMD3<Double> {
    func linear(_ part: Int) -> Double {
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    let (r, g, b) = (linear(red), linear(green), linear(blue))
    let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return SIMD3(
      0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)
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
