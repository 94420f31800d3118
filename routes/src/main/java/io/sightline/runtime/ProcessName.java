package io.sightline.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What a process calls itself in the database. */
final class ProcessName {
    private ProcessName() {}

    /** The host, for people, the process on it, and something by which its successor of the same number differs. */
    static String unique() {
        return "%s/%d-%08x"
                .formatted(
                        host(),
                        ProcessHandle.current().pid(),
                        ThreadLocalRandom.current().nextInt());
    }

    /** In Kubernetes that is the pod. */
    static String host() {
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElseGet(ProcessName::lookedUp);
    }

    private static String lookedUp() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
