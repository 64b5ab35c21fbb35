// The Oxford-IIIT Pet photos: `images/`, the lists in `annotations/`, and the 37 breeds.
// Leaves to others: inspecting the photos (PhotoSet+Opening), fetching them (Client).

/// Source: Parkhi, Vedaldi, Zisserman, Jawahar, “Cats and dogs”, CVPR 2012. A photo is named after its breed, `Abyssinian_12.jpg`.
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

    /// One photo in five of all in `images/` is for the test, whatever the set's own lists say.
    package static let parts = 5

    /// The first of the directories that holds the data set, itself or in `oxford-iiit-pet`; its photos are not read.
    package static func locate(in directories: [String]) -> String? { directories.lazy.compactMap(root).first }

    /// Photos that `annotations/list.txt` names and `images/` lacks, without their ending. Throws where there is no such list.
    package static func missingPhotos(in directory: String) throws(DatasetError) -> [String] {
        guard let root = root(directory) else { throw .notPets(directory) }
        let present = Set(try photoNames(in: root + "/images").map(stem))
        return try stems(root + "/annotations/list.txt").filter { !present.contains($0) }
    }

    /// Every photo that is named after its breed; none of them has been looked at.
    static func list(_ directory: String) throws(DatasetError) -> (root: String, photos: [Photo]) {
        if kind(of: directory) == .absent { throw .missingDirectory(directory) }
        guard let root = root(directory) else { throw .notPets(directory) }
        let photos = try photoNames(in: root + "/images").compactMap { name in
            breed(of: stem(name)).map { Photo(name: "images/" + name, label: UInt8($0)) }
        }
        return (root, photos)
    }

    /// The breed's number of a photo's name without its ending, or nil.
    static func breed(of stem: String) -> Int? {
        stem.lastIndex(of: "_").flatMap { numbers[String(stem[..<$0])] }
    }

    private static func stem(_ name: String) -> String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }

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
