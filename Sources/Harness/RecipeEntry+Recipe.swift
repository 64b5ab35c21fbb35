// What a record says of the recipe of a training, Mettle's own or another engine's.
// Leaves to others: what the numbers mean (Networks.Recipe), which of them part figures (Records.ComparabilityKey).

import Networks
import Records

extension RecipeEntry {
    /// What a plain recipe has not (a schedule, varied images, several views) is left out, as older records have it.
    init(_ recipe: Recipe, seed: UInt64, testViews: Int) {
        self.init(
            batch: recipe.batch, epochs: recipe.epochs, rate: recipe.rate, momentum: recipe.momentum, weightDecay: recipe.weightDecay,
            seed: seed, optimizer: Self.words(recipe), labelSmoothing: recipe.labelSmoothing == 0 ? nil : recipe.labelSmoothing,
            augmentation: recipe.augmentation == .none ? nil : recipe.augmentation.rawValue, testViews: testViews == 1 ? nil : testViews)
    }

    private static func words(_ recipe: Recipe) -> String? {
        switch (recipe.optimizer, recipe.schedule) {
        case (.sgd, .constant): nil
        case (let optimizer, .constant): optimizer.rawValue
        case (let optimizer, let schedule): "\(optimizer.rawValue), \(schedule.rawValue)"
        }
    }
}
