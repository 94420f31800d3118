package io.sightline.devstack;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a stack is started.
 *
 * @param data folder of the servers' data and logs
 * @param usualPorts whether to prefer the ports that people expect; otherwise every port is a free one
 * @param kept whether the data is used again and survives a power cut; otherwise the folder is removed at the end
 * @param brokerApart whether Kafka has a process of its own, which {@link DevStack#crash} can kill
 * @param certificates by which all servers speak TLS alone, and Kafka asks for tokens of Keycloak; null: no TLS
 * @param mlflow whether MLflow runs too, which needs Python, and speaks no TLS
 */
public record DevStackOptions(
        Path data,
        boolean usualPorts,
        boolean kept,
        boolean brokerApart,
        @Nullable Certificates certificates,
        boolean mlflow) {

    /** For a person: data kept between runs, the usual ports where they are free. */
    public static DevStackOptions forPeople() {
        return new DevStackOptions(Locations.ofBuild().directory().resolve("data"), true, true, false, null, false);
    }

    /** For the tests of one build: fresh data, free ports. */
    public static DevStackOptions forTests() {
        return new DevStackOptions(testFolder(""), false, false, false, null, false);
    }

    /** For tests that kill servers: fresh data, free ports, a process for Kafka. */
    public static DevStackOptions forFaults() {
        return new DevStackOptions(testFolder(""), false, false, true, null, false);
    }

    /** For tests of TLS: fresh data, free ports, beside the stack of other tests of the same process. */
    public static DevStackOptions forTls(Certificates certificates) {
        return new DevStackOptions(testFolder("-tls"), false, false, false, certificates, false);
    }

    /** The same with MLflow. */
    public DevStackOptions withMlflow() {
        return new DevStackOptions(data, usualPorts, kept, brokerApart, certificates, true);
    }

    /** Whether the servers speak TLS. */
    boolean isSecure() {
        return certificates != null;
    }

    /** How the addresses of the servers of HTTP begin. */
    String scheme() {
        return isSecure() ? "https://" : "http://";
    }

    /** @param suffix empty, or small letters behind a hyphen */
    static Path testFolder(String suffix) {
        return Locations.ofBuild()
                .testDirectory()
                .resolve("run-" + ProcessHandle.current().pid() + suffix);
    }
}
