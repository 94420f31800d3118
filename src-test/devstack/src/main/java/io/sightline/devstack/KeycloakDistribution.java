package io.sightline.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Keycloak as it was unpacked: its build step, which is done once, and the realms it imports. */
record KeycloakDistribution(Path home) {
    private static final List<String> REALMS = List.of("sightline-realm.json", "other-realm.json");
    private static final String DATABASE = "--db=dev-file";

    /**
     * Builds Keycloak when that was not done yet, and puts the realm files where it looks for them.
     *
     * @param progress takes a line when the build has to be done
     */
    void prepare(Path data, Consumer<String> progress) {
        try (var lock = FileChannel.open(
                        home.resolve("sightline.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            Objects.requireNonNull(held);
            build(data, progress);
            copyRealms();
        } catch (IOException failure) {
            throw new DevStackException("Keycloak in " + home + " cannot be prepared: " + failure, failure);
        }
    }

    /** A name for the content of the realm files. */
    String realms() {
        var sum = new CRC32();
        REALMS.forEach(realm -> sum.update(content(realm)));
        return Long.toHexString(sum.getValue());
    }

    JavaCommand command(Path data, List<String> arguments) {
        var virtualMachine = List.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + data.resolve("tmp"),
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dpicocli.disable.closures=true",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "-Duser.language=en");
        var program = List.of("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
        var all = Stream.concat(program.stream(), arguments.stream()).toList();
        return JavaCommand.watched(
                virtualMachine, home.resolve("lib").resolve("quarkus-run.jar").toString(), all);
    }

    private void build(Path data, Consumer<String> progress) throws IOException {
        var marker = home.resolve("sightline.built");
        if (Files.exists(marker) && Files.readString(marker).equals(DATABASE)) {
            return;
        }
        progress.accept("Keycloak is being built, once; this takes 10 to 30 s");
        var build = ServerProcess.start(
                "Keycloak's build step", data, "keycloak-build", command(data, List.of("build", DATABASE)));
        build.awaitSuccess();
        Files.writeString(marker, DATABASE);
    }

    private void copyRealms() throws IOException {
        var folder = Files.createDirectories(home.resolve("data").resolve("import"));
        for (var realm : REALMS) {
            Files.write(folder.resolve(realm), content(realm));
        }
    }

    private static byte[] content(String realm) {
        try (var resource = KeycloakDistribution.class.getResourceAsStream(realm)) {
            return Objects.requireNonNull(resource, realm).readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
