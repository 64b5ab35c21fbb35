// The Oxford-IIIT Pet photos: `images/`, the lists in `annotations/`, and the 37 breeds.
// Leaves to others: inspecting the photos (PhotoSet+Opening), fetching them (Client).

/// Source: Parkhi, Vedaldi, Zisserman, Jawahar, “Cats and dogs”, CVPR 2012. A photo is named after its breed, `Abyssinian_12.jpg`; the names of
/// cats' breeds begin with a capital letter.
package enum Pets {
    package static let name = "oxford-iiit-pet"
    /// In the order of the data set's own class numbers, which begin at 1.
    package static let breeds = [
        "Abyssinian", "american_bulldog", "american_pit_bull_terrier", "basset_hound", "beagle", "Bengal", "Birman", "Bombay", "boxer",
        "British_Shorthair", "chihuahua", "Egyptian_Mau", "english_cocker_spaniel", "english_setter", "german_shorthaired",
        "great_pyrenees",
        "havanese", "japanese_chin", "keeshond", "leonberger", "Maine_Coon", "miniature_pinscher", "newfoundland", "Persian", "pomeranian",
        "pug", "Ragdoll", "Russian_Blue", "saint_bernard", "samoyed", "scottish_terrier", "shiba_inu", "Siamese", "Sphynx",
        "staffordshire_bull_terrier", "wheaten_terrier", "yorkshire_terrier",
    ]
    private static let numbers = Dictionary(uniqueKeysWithValues: breeds.enumerated().map { ($1, $0) })

    /// What the classes are.
    package enum Classes: String, Sendable, Hashable, CaseIterable { case breeds, species }

    /// Which photos test.
    package enum Split: Sendable, Hashable {
        /// As `trainval.txt` and `test.txt` say; photos in neither are not used.
        case lists
        /// One photo in so many of all in `images/`, chosen by `HeldOut`.
        case heldOut(parts: Int)
    }

    package static func classNames(_ classes: Classes) -> [String] { classes == .breeds ? breeds : ["cats", "dogs"] }

    /// The first of the directories that holds the data set, itself or in `oxford-iiit-pet`; its photos are not read.
    package static func locate(in directories: [String]) -> String? { directories.lazy.compactMap(root).first }

    /// Photos that `annotations/list.txt` names and `images/` lacks, without their ending. Throws where there is no such list.
    package static func missingPhotos(in directory: String) throws(DatasetError) -> [String] {
        guard let root = root(directory) else { throw .notPets(directory) }
        let present = Set(try photoNames(in: root + "/images").map(stem))
        return try stems(root + "/annotations/list.txt").filter { !present.contains($0) }
    }

    /// Every photo of the two parts by name, and the photos in `images/` that no list names. Where there are no lists, one photo in four tests.
    static func list(
        _ directory: String, classes: Classes, split: Split
    ) throws(DatasetError) -> (root: String, training: [Photo], test: [Photo]) {
        if kind(of: directory) == .absent { throw .missingDirectory(directory) }
        guard let root = root(directory) else { throw .notPets(directory) }
        // A photo's name without its ending is what lists say and what tells its breed.
        let names = Dictionary(try photoNames(in: root + "/images").map { (stem($0), $0) }) { first, _ in first }
        let lists = ["trainval.txt", "test.txt"].map { root + "/annotations/" + $0 }
        if split == .lists, lists.allSatisfy({ kind(of: $0) == .file }) {
            var parts: [[Photo]] = []
            for list in lists {
                let listed = try Set(stems(list)).compactMap { names[$0] }
                if listed.isEmpty { throw .noListedPhotos(list) }
                parts.append(listed.sorted(by: isBefore).map { photo($0, classes) })
            }
            return (root, parts[0], parts[1])
        }
        let photos = names.filter { breed(of: $0.key) != nil }.values.sorted(by: isBefore).map { photo($0, classes) }
        var parts = 4
        if case .heldOut(let asked) = split { parts = asked }
        let (training, test) = HeldOut.choose(photos, parts: parts)
        if test.isEmpty || training.isEmpty { throw .noPhotos(root + "/images") }
        return (root, training, test)
    }

    /// The breed's number of a photo's name without its ending, or nil.
    static func breed(of stem: String) -> Int? {
        stem.lastIndex(of: "_").flatMap { numbers[String(stem[..<$0])] }
    }

    private static func stem(_ name: String) -> String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }

    private static func photo(_ name: String, _ classes: Classes) -> Photo {
        let breed = breed(of: stem(name)) ?? 0
        let isCat = breeds[breed].first?.isUppercase == true
        return Photo(name: "images/" + name, label: UInt8(classes == .breeds ? breed : isCat ? 0 : 1))
    }

    /// The names in a list: lines of a name and three numbers, the first of them the breed's; lines that begin with # are remarks.
    private static func stems(_ list: String) throws(DatasetError) -> [String] {
        var stems: [String] = []
        let text = String(decoding: try InputFile(list).allBytes(atMost: 1 << 24), as: UTF8.self)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            if words.isEmpty || words[0].first == "#" { continue }
            guard words.count == 4, let breed = breed(of: String(words[0])), Int(words[1]) == breed + 1 else {
                throw .petList(file: list, line: index + 1, text: String(line.prefix(60)))
            }
            stems.append(String(words[0]))
        }
        return stems
    }

    private static func root(_ directory: String) -> String? {
        [directory, directory + "/" + name].first { candidate in
            kind(of: candidate + "/images") == .directory
                && (kind(of: candidate + "/annotations/trainval.txt") == .file || kind(of: candidate + "/annotations/list.txt") == .file
                    || ((try? photoNames(in: candidate + "/images"))?.contains { breed(of: stem($0)) != nil } ?? false))
        }
    }
}
