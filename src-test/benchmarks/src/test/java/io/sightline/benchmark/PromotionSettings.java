package io.sightline.benchmark;

import io.sightline.devstack.DevStack;
import java.util.Map;

/** A process with every stage, as a small installation runs it. */
final class PromotionSettings {
    static final String MODEL = "text-detector";

    private PromotionSettings() {}

    /** @param name of the topics, the bucket and the database */
    static Map<String, String> of(DevStack stack, String name) {
        var settings = stack.isolate(name);
        settings.put("sightline.artifacts.cache", settings.get("sightline.artifacts.cache") + "-" + name);
        settings.remove("sightline.models." + MODEL + ".path");
        settings.remove("sightline.models." + MODEL + ".from");
        return settings;
    }
}
