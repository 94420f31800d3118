package io.sightline.gate;

import io.sightline.failure.Dependency;
import java.util.Map;
import java.util.Set;

/**
 * Who needs what.
 *
 * @param byGroup what the work of a consumer group needs; a group that is not named has no gate
 */
public record Dependents(Map<String, Set<Dependency>> byGroup) {
    /** What the consumers of a group need. */
    public Set<Dependency> ofGroup(String group) {
        return byGroup.getOrDefault(group, Set.of());
    }

    /** What a stage needs that reads one topic. */
    public Set<Dependency> ofStage(String stage) {
        return ofGroup("sightline-" + stage);
    }
}
