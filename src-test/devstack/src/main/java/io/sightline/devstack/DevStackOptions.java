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
 * @param prepared whether the broker has the topics, and the registry the schemas, that a runtime needs
 * @param address what the servers listen on, and are called by: localhost, or an address of this machine that others,
 *     such as the pods of a cluster, reach it by. It is then up to that network who else does: logins are known
 */
public record DevStackOptions(
        Path data,
        boolean usualPorts,
        boolean kept,
        boolean brokerApart,
        @Nullable Certificates certificates,
        boolean mlflow,
        boolean prepared,
        String address) {
    private static final String LOOPBACK = "localhost";

    /** For a person: data kept between runs, the usual ports where they are free. */
    public static DevStackOptions forPeople() {
        return new DevStackOptions(
                Locations.ofBuild().directory().resolve("data"), true, true, false, null, false, true, LOOPBACK);
    }

    /** For the tests of one build: fresh data, free ports. */
    public static DevStackOptions forTests() {
        return new DevStackOptions(testFolder(""), false, false, false, null, false, true, LOOPBACK);
    }

    /** For tests that kill servers: fresh data, free ports, a process for Kafka. */
    public static DevStackOptions forFaults() {
        return new DevStackOptions(testFolder(""), false, false, true, null, false, true, LOOPBACK);
    }

    /** For tests of TLS: fresh data, free ports, beside the stack of other tests of the same process. */
    public static DevStackOptions forTls(Certificates certificates) {
        return new DevStackOptions(testFolder("-tls"), false, false, false, certificates, false, true, LOOPBACK);
    }

    /**
     * For tests of what makes topics and schemas: fresh data, free ports, none of either, beside the stack of other
     * tests of the same process.
     */
    public static DevStackOptions forFirstSteps() {
        return new DevStackOptions(testFolder("-first"), false, false, false, null, false, false, LOOPBACK);
    }

    /** The same with MLflow. */
    public DevStackOptions withMlflow() {
        return new DevStackOptions(data, usualPorts, kept, brokerApart, certificates, true, prepared, address);
    }

    /** The same on the ports that people expect, where they are free. */
    public DevStackOptions onUsualPorts() {
        return new DevStackOptions(data, true, kept, brokerApart, certificates, mlflow, prepared, address);
    }

    /**
     * The same on an address of this machine that others reach it by; not with TLS, whose certificates name localhost.
     */
    public DevStackOptions at(String other) {
        if (certificates != null) {
            throw new IllegalArgumentException("certificates name localhost, and the address is " + other);
        }
        return new DevStackOptions(data, usualPorts, kept, brokerApart, null, mlflow, prepared, other);
    }

    /** Whether nobody but this machine reaches the servers. */
    boolean isLoopback() {
        return address.equals(LOOPBACK);
    }

    /** What servers listen on that want a number. */
    String number() {
        return isLoopback() ? "127.0.0.1" : address;
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
