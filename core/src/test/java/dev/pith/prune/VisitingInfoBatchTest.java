package dev.pith.prune;

import dev.pith.prune.InfoBatch.Tier;
import java.util.List;

/** Tiers and guaranteed visits together. */
class VisitingInfoBatchTest extends EpochPruningContract {
    @Override
    EpochPruning create(PruningSchedule schedule) {
        return InfoBatch.tiered(schedule, List.of(new Tier(0.2, 0.75), new Tier(0.85, 0.5)))
                .visitingWithin(3);
    }
}
