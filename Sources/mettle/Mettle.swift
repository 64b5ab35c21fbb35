@main struct Mettle { static func main() {} }
