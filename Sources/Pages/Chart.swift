// The parts every chart is made of: SVG frame, axes, grid, texts, marks.
// Leaves to others: which chart shows what (CostTimeChart, CurveChart), text sizes and colours (mettle.css).

/// A drawing of `width` × `height` units; text in it is 12.5 units high and never scaled below 11 px.
struct Chart {
    static let textSize = 12.5

    var width: Double
    var height: Double
    var markup = Markup()

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// The SVG element with what was drawn; `finding` is what a reader who sees no picture hears.
    func svg(into page: inout Markup, finding: String) {
        page.element(
            "svg",
            [
                "class": "chart", "viewBox": "0 0 \(Digits.coordinate(width)) \(Digits.coordinate(height))", "role": "img",
                "aria-label": finding,
            ]
        ) { $0.trusted(markup.bytes) }
    }

    mutating func text(_ text: String, x: Double, y: Double, style: StaticString, anchor: LabelSpot.Anchor = .start) {
        markup.element(
            "text",
            [
                "class": "\(style)", "x": Digits.coordinate(x), "y": Digits.coordinate(y),
                "text-anchor": anchor == .start ? nil : anchor.rawValue,
            ], text: text)
    }

    mutating func line(_ s: Segment, style: StaticString) {
        markup.shape(
            "line",
            [
                "class": "\(style)", "x1": Digits.coordinate(s.x1), "y1": Digits.coordinate(s.y1), "x2": Digits.coordinate(s.x2),
                "y2": Digits.coordinate(s.y2),
            ])
    }

    mutating func path(_ points: [(x: Double, y: Double)], style: StaticString) {
        guard let first = points.first else { return }
        var d = "M\(Digits.coordinate(first.x)) \(Digits.coordinate(first.y))"
        for point in points.dropFirst() { d += "L\(Digits.coordinate(point.x)) \(Digits.coordinate(point.y))" }
        markup.shape("path", ["class": "\(style)", "d": d])
    }

    mutating func band(_ box: Box, style: StaticString) {
        markup.shape(
            "rect",
            [
                "class": "\(style)", "x": Digits.coordinate(box.left), "y": Digits.coordinate(box.top),
                "width": Digits.coordinate(box.right - box.left), "height": Digits.coordinate(box.bottom - box.top),
            ])
    }

    /// A label in its spot, with its leader.
    mutating func label(_ text: String, at spot: LabelSpot, style: StaticString) {
        if let leader = spot.leader { line(leader, style: "ld") }
        self.text(text, x: spot.x, y: spot.y, style: style, anchor: spot.anchor)
    }

    /// Text turned about its end at (`x`, `y`).
    mutating func rotated(_ text: String, x: Double, y: Double, degrees: Double, style: StaticString) {
        let (x, y) = (Digits.coordinate(x), Digits.coordinate(y))
        markup.element(
            "text",
            [
                "class": "\(style)", "x": x, "y": y, "text-anchor": "end", "transform": "rotate(\(Digits.coordinate(degrees)) \(x) \(y))",
            ], text: text)
    }

    /// A part that leads to a row of the page; outside the tab order, since the table has them all.
    mutating func link(_ address: String, _ attributes: Markup.Attributes, title: String, _ content: (inout Chart) -> Void) {
        var part = Chart(width: width, height: height)
        content(&part)
        markup.element("a", ["href": address, "tabindex": "-1"] + attributes) {
            $0.element("title", text: title)
            $0.trusted(part.markup.bytes)
        }
    }

    /// A part that says more where the pointer rests on it.
    mutating func titled(_ title: String, _ content: (inout Chart) -> Void) {
        var part = Chart(width: width, height: height)
        content(&part)
        markup.element("g") {
            $0.element("title", text: title)
            $0.trusted(part.markup.bytes)
        }
    }

    mutating func shape(_ shape: MarkShape, x: Double, y: Double, style: StaticString) {
        guard shape != .disc else {
            markup.shape(
                "circle", ["class": "\(style)", "cx": Digits.coordinate(x), "cy": Digits.coordinate(y), "r": "4.4"])
            return
        }
        markup.shape("path", ["class": "\(style)", "d": "M\(Digits.coordinate(x)) \(Digits.coordinate(y))\(shape.outline)"])
    }

    mutating func mark(_ style: MarkStyle, x: Double, y: Double, isOwn: Bool) {
        style.draw(into: &markup, x: x, y: y, radius: 4.6, isOwn: isOwn)
    }
}

/// The shape of a mark where shapes tell series apart.
enum MarkShape {
    case disc, square, triangle, diamond

    /// A path about the point where it begins.
    var outline: String {
        switch self {
        case .disc: ""
        case .square: "m-4-4h8v8h-8z"
        case .triangle: "m0-5l4.8 8.6h-9.6z"
        case .diamond: "m0-5.4l5.4 5.4l-5.4 5.4l-5.4-5.4z"
        }
    }

    var plural: String {
        switch self {
        case .disc: "discs"
        case .square: "squares"
        case .triangle: "triangles"
        case .diamond: "diamonds"
        }
    }
}

/// How a row's mark looks: hollow is published, filled measured, × flagged, dashed synthetic.
enum MarkStyle: String {
    case measured = "m"
    case published = "m pub"
    case synthetic = "m syn"
    case flagged = "m x"

    /// At (`x`, `y`) in units of the drawing.
    func draw(into markup: inout Markup, x: Double, y: Double, radius: Double, isOwn: Bool = false) {
        let style = rawValue + (isOwn ? " me" : "")
        guard self != .flagged else {
            let (left, top, side) = (Digits.coordinate(x - 4), Digits.coordinate(y - 4), "8")
            markup.shape("path", ["class": style, "d": "M\(left) \(top)l\(side) \(side)m0-\(side)l-\(side) \(side)"])
            return
        }
        let size = self == .measured ? radius : radius - 0.4
        markup.shape(
            "circle", ["class": style, "cx": Digits.coordinate(x), "cy": Digits.coordinate(y), "r": Digits.coordinate(size)])
    }
}
