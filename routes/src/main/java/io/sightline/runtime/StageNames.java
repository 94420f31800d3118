package io.sightline.runtime;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Stages as they are written in settings. */
final class StageNames {
    private StageNames() {}

    static String of(Collection<Stage> stages) {
        return stages.stream()
                .sorted()
                .map(stage -> stage.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
