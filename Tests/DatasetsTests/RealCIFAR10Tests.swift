// The real CIFAR-10, where METTLE_TEST_DATA names the directory that holds it.
// Leaves to others: damaged and small copies (CIFAR10Tests).

import Datasets
import Testing

@Suite(.enabled(if: testDirectory("cifar-10-batches-bin") != nil, "METTLE_TEST_DATA has no CIFAR-10")) struct RealCIFAR10Tests {
    @Test func isThePublishedTrainingSet() throws {
        let set = try CIFAR10.load(try #require(testDirectory("cifar-10-batches-bin")))
        #expect(set.identity.trainIsOriginal == true)
        #expect(set.training.classCounts == [Int](repeating: 5_000, count: 10))
        #expect(set.test.classCounts == [Int](repeating: 1_000, count: 10))
        // Published mean and deviation of the training pixels.
        let published = [(0.491400, 0.247032), (0.482158, 0.243485), (0.446531, 0.261588)]
        for (moments, expected) in zip(set.training.channelMoments, published) {
            #expect(abs(moments.mean - expected.0) < 5e-7 && abs(moments.deviation - expected.1) < 5e-7)
        }
        // A frog, a truck, a truck; the test set begins with a cat and two ships.
        #expect(set.training.labels.prefix(3) == [6, 9, 9])
        #expect(set.test.labels.prefix(3) == [3, 8, 8])
    }

    @Test func everyFileIsCheckedAgainstItsPublishedDigest() throws {
        let report = try CIFAR10.check(try #require(testDirectory("cifar-10-batches-bin")))
        #expect(report.files.prefix(5).allSatisfy { $0.isOriginal })
        #expect(report.identity.testIsOriginal == report.files[5].isOriginal)
        #expect(report.identity.accuracyLabel == (report.files[5].isOriginal ? nil : "altered test images"))
    }
}
