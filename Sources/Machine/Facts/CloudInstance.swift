// Which cloud this is and what it rents out here: provider, instance type, region, zone. Nothing that names the instance itself.
// Sources: the firmware's words and cloud-init's file; the metadata service only through MetadataProbe, when the user asks.

package enum CloudProvider: String, Sendable, Equatable, Codable, CaseIterable {
    case aws, gce, azure, oracle, alibaba, tencent
    case digitalOcean = "digitalocean"
    case hetzner, vultr, scaleway, linode, upcloud, exoscale, ovh, paperspace, openstack

    /// The name for people.
    package var title: String {
        switch self {
        case .aws: "AWS"
        case .gce: "GCE"
        case .azure: "Azure"
        case .oracle: "Oracle Cloud"
        case .alibaba: "Alibaba Cloud"
        case .tencent: "Tencent Cloud"
        case .digitalOcean: "DigitalOcean"
        case .hetzner: "Hetzner"
        case .vultr: "Vultr"
        case .scaleway: "Scaleway"
        case .linode: "Linode"
        case .upcloud: "UpCloud"
        case .exoscale: "Exoscale"
        case .ovh: "OVH"
        case .paperspace: "Paperspace"
        case .openstack: "OpenStack"
        }
    }
}

package struct CloudInstance: Sendable, Equatable, Codable {
    package enum Source: String, Sendable, Codable {
        case firmware
        case cloudInit = "cloud_init"
        case metadata
    }

    package var provider: CloudProvider
    /// `p3.2xlarge`, `n1-standard-4`, `Standard_NC6`.
    package var instanceType: String?
    package var region: String?
    package var zone: String?
    /// Where the most telling of these facts came from.
    package var source: Source

    package init(provider: CloudProvider, instanceType: String? = nil, region: String? = nil, zone: String? = nil, source: Source) {
        (self.provider, self.instanceType, self.region, self.zone, self.source) = (provider, instanceType, region, zone, source)
    }

    /// Letters, digits, dot, underscore and dash, 2 to 64 of them: what types and places are written with. Anything else is not kept.
    static func word(_ text: String?) -> String? {
        guard let text, (2...64).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "-") else { return nil }
        let plain = text.unicodeScalars.allSatisfy {
            switch $0 {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": true
            default: false
            }
        }
        return plain ? text : nil
    }

    /// `us-central1` of the zone `us-central1-a`.
    static func googleRegion(ofZone zone: String) -> String? {
        zone.lastIndex(of: "-").flatMap { word(String(zone[..<$0])) }
    }
}

extension CloudInstance {
    static func describe(_ files: some FileTree, _ firmware: FirmwareIdentity) -> CloudInstance? {
        let named = provider(firmware).map { provider in
            // Only AWS names the type in the firmware; the others put their product's name there.
            CloudInstance(provider: provider, instanceType: provider == .aws ? awsType(firmware) : nil, source: .firmware)
        }
        guard var told = CloudInit.read(files, expected: named?.provider) else { return named }
        told.instanceType = told.instanceType ?? named?.instanceType
        return told
    }

    /// `m7i.large`; older, Xen-based instances say `HVM domU`.
    private static func awsType(_ firmware: FirmwareIdentity) -> String? {
        firmware.product.contains(".") ? word(firmware.product) : nil
    }

    private static func provider(_ firmware: FirmwareIdentity) -> CloudProvider? {
        if firmware.hasOracleTag { return .oracle }
        let vendor = firmware.systemVendor
        // Hyper-V says Microsoft everywhere; only Azure's guests have its tag.
        if firmware.hasAzureTag { return .azure }
        if firmware.biosVersion.contains("amazon") || firmware.boardVendor == "Amazon EC2" { return .aws }
        let vendors: [(String, CloudProvider)] = [
            ("Amazon EC2", .aws), ("Alibaba Cloud", .alibaba), ("Tencent Cloud", .tencent), ("DigitalOcean", .digitalOcean),
            ("Hetzner", .hetzner), ("Vultr", .vultr), ("Scaleway", .scaleway), ("Linode", .linode), ("Akamai", .linode),
            ("UpCloud", .upcloud), ("Exoscale", .exoscale), ("OVH", .ovh), ("OpenStack Foundation", .openstack),
        ]
        if vendor == "Google" && firmware.product == "Google Compute Engine" { return .gce }
        return vendors.first { vendor == $0.0 }?.1
    }
}
