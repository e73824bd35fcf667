import Foundation

/// The pieces of SVG drawings. Lengths are pixels, y down; a `style` is further attributes.
extension Markup {
  public typealias Point = (x: Double, y: Double)
  public typealias Size = (width: Double, height: Double)

  /// What of a text lies at its point.
  public enum Anchor: String, Sendable { case start, middle, end }

  /// A drawing as a file of its own, on white.
  public static func drawing(
    from corner: Point = (0, 0), _ size: Size, _ body: Markup
  ) -> Markup {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="\(corner.x, 0) \(corner.y, 0) \
    \(size.width, 0) \(size.height, 0)" width="\(size.width, 0)" height="\(size.height, 0)" \
    font-family="sans-serif">
    \(rectangle(corner, size, "fill=\"white\""))\(body)</svg>

    """
  }

  /// A drawing in a page under its title, which it also has for readers who do not see it.
  public static func figure(
    _ title: String, isWide: Bool, _ size: Size, _ body: Markup, legend: Markup = ""
  ) -> Markup {
    """
    <figure class="\(isWide ? "wide" : "small")"><svg viewBox="0 0 \(size.width, 0) \
    \(size.height, 0)" role="img" aria-label="\(title)">
    <title>\(title)</title>
    \(body)</svg>
    <figcaption>\(title)\(legend)</figcaption></figure>

    """
  }

  public static func text(
    _ text: String, at place: Point, _ anchor: Anchor = .start, _ style: Markup = ""
  ) -> Markup {
    """
    <text x="\(place.x)" y="\(place.y)" text-anchor="\(anchor.rawValue)" \(style)>\(text)</text>

    """
  }

  public static func circle(_ center: Point, radius: Double, _ style: Markup) -> Markup {
    "<circle cx=\"\(center.x)\" cy=\"\(center.y)\" r=\"\(radius)\" \(style)/>\n"
  }

  public static func rectangle(_ corner: Point, _ size: Size, _ style: Markup) -> Markup {
    """
    <rect x="\(corner.x, 2)" y="\(corner.y)" width="\(size.width, 2)" height="\(size.height)" \
    \(style)/>

    """
  }

  public static func polygon(_ corners: [Point], _ style: Markup) -> Markup {
    "<polygon points=\"\(list(corners))\" \(style)/>\n"
  }

  /// An open line.
  public static func polyline(_ points: [Point], _ style: Markup) -> Markup {
    "<polyline points=\"\(list(points))\" fill=\"none\" \(style)/>\n"
  }

  /// - Parameter outline: as the attribute `d` has it.
  public static func path(_ outline: Markup, _ style: Markup) -> Markup {
    "<path d=\"\(outline)\" \(style)/>\n"
  }

  /// A level line.
  public static func row(_ xs: (Double, Double), y: Double, _ style: Markup) -> Markup {
    path("M\(xs.0) \(y)H\(xs.1)", style)
  }

  /// An upright line.
  public static func column(x: Double, _ ys: (Double, Double), _ style: Markup) -> Markup {
    path("M\(x) \(ys.0)V\(ys.1)", style)
  }

  /// A colour by its channels, 0 to 255.
  public static func color(_ red: Double, _ green: Double, _ blue: Double) -> String {
    "#" + [red, green, blue].map { String(format: "%02x", Int(min(max($0, 0), 255))) }.joined()
  }

  private static func list(_ points: [Point]) -> String {
    points.map { "\($0.x.decimals(1)),\($0.y.decimals(1))" }.joined(separator: " ")
  }
}
