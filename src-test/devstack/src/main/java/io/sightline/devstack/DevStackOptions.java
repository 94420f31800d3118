package io.sightline.devstack;

import java.nio.file.Path;

/**
 * How a stack is started.
 *
 * @param data folder of the servers' data and logs
 * @param usualPorts whether to prefer the ports that people expect; otherwise every port is a free one
 * @param kept whether the data is used again and survives a power cut; otherwise the folder is removed at the end
 * @param brokerApart whether Kafka has a process of its own, which {@link DevStack#crash} can kill
 */
public record DevStackOptions(Path data, boolean usualPorts, boolean kept, boolean brokerApart) {

    /** For a person: data kept between runs, the usual ports where they are free. */
    public static DevStackOptions forPeople() {
        return new DevStackOptions(Locations.ofBuild().directory().resolve("data"), true, true, false);
    }

    /** For the tests of one build: fresh data, free ports. */
    public static DevStackOptions forTests() {
        return new DevStackOptions(testFolder(), false, false, false);
    }

    /** For tests that kill servers: fresh data, free ports, a process for Kafka. */
    public static DevStackOptions forFaults() {
        return new DevStackOptions(testFolder(), false, false, true);
    }

    private static Path testFolder() {
        return Locations.ofBuild()
                .testDirectory()
                .resolve("run-" + ProcessHandle.current().pid());
    }
}
