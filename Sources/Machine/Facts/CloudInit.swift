// Reads four words from the file that cloud-init leaves on guests of a cloud: provider, region, zone, instance type.
// The same file has ids, addresses, keys and names: a JSONScanner hands out only the paths listed here, so none is ever held.

enum CloudInit {
    private static let path = "/run/cloud-init/instance-data.json"

    /// Where each word may stand: the standard `v1` keys first, then those that a provider's own data carries. Google's and Oracle's name no type.
    private static let clouds = ["v1/cloud_name", "v1/cloud-name", "v1/platform"]
    private static let regions = ["v1/region", "ds/meta_data/imds/compute/location", "ds/meta_data/region"]
    private static let zones = ["v1/availability_zone", "v1/availability-zone", "ds/meta_data/placement/availability_zone"]
    private static let types = [
        "ds/meta_data/instance_type", "ds/meta_data/instance-type", "ds/dynamic/instance_identity/document/instanceType",
        "ds/dynamic/instance-identity/document/instanceType", "ds/meta_data/imds/compute/vmSize",
    ]

    static func read(_ files: any FileTree, expected: CloudProvider?) -> CloudInstance? {
        guard let bytes = files.read(path) else { return nil }
        var scanner = JSONScanner(bytes, wanted: Set(clouds + regions + zones + types))
        let found = scanner.scan()
        func first(_ paths: [String]) -> String? { paths.lazy.compactMap { CloudInstance.word(found[$0]) }.first }
        guard let provider = expected ?? first(clouds).flatMap({ names[$0.lowercased()] }) else { return nil }
        let zone = first(zones)
        let region = first(regions) ?? (provider == .gce ? zone.flatMap(CloudInstance.googleRegion) : nil)
        let place = provider == .azure ? CloudInstance.azureZone(zone, region: region) : zone
        return CloudInstance(provider: provider, instanceType: first(types), region: region, zone: place, source: .cloudInit)
    }

    private static let names: [String: CloudProvider] = [
        "aws": .aws, "ec2": .aws, "gce": .gce, "azure": .azure, "oracle": .oracle, "aliyun": .alibaba, "tencent": .tencent,
        "digitalocean": .digitalOcean, "hetzner": .hetzner, "vultr": .vultr, "scaleway": .scaleway, "akamai": .linode,
        "upcloud": .upcloud, "exoscale": .exoscale, "openstack": .openstack,
    ]
}
