package io.sightline.devstack;

import java.nio.file.Path;

/**
 * How a stack is started.
 *
 * @param data folder of the servers' data and logs
 * @param usualPorts whether to prefer the ports that people expect; otherwise every port is a free one
 * @param kept whether the data is used again and survives a power cut; otherwise the folder is removed at the end
 */
public record DevStackOptions(Path data, boolean usualPorts, boolean kept) {

    /** For a person: data kept between runs, the usual ports where they are free. */
    public static DevStackOptions forPeople() {
        return new DevStackOptions(Locations.ofBuild().directory().resolve("data"), true, true);
    }

    /** For the tests of one build: fresh data, free ports. */
    public static DevStackOptions forTests() {
        var run = "run-" + ProcessHandle.current().pid();
        return new DevStackOptions(Locations.ofBuild().testDirectory().resolve(run), false, false);
    }
}
