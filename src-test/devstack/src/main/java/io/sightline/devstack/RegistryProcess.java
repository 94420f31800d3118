package io.sightline.devstack;

import io.sightline.devstack.Ports.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Apicurio schema registry. */
final class RegistryProcess implements AutoCloseable {
    private static final String NAME = "registry";

    private final ServerProcess process;
    private final Http http;
    private final String address;

    private RegistryProcess(ServerProcess process, Http http, String address) {
        this.process = process;
        this.http = http;
        this.address = address;
    }

    static RegistryProcess start(Locations locations, DevStackOptions options, Ports ports, Http http) {
        var virtualMachine = new ArrayList<>(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + options.data().resolve("tmp"),
                "-Dquarkus.http.host=" + options.number(),
                "-Dquarkus.log.level=WARN",
                "-Dquarkus.http.access-log.enabled=false",
                "-Dapicurio.storage.kind=sql",
                "-Dapicurio.storage.sql.kind=h2",
                "-Dapicurio.datasource.url=jdbc:h2:file:"
                        + options.data().resolve("registry").resolve("registry"),
                "-Dapicurio.datasource.username=sa",
                "-Dapicurio.datasource.password=sa"));
        virtualMachine.addAll(listener(options.certificates(), ports.of(Use.REGISTRY)));
        var command = JavaCommand.watched(
                virtualMachine, locations.registry().toString(), List.of("io.quarkus.runner.GeneratedMain"));
        var process = ServerProcess.start("The schema registry", options.data(), NAME, command);
        return new RegistryProcess(process, http, options.scheme() + ports.address(Use.REGISTRY));
    }

    private static List<String> listener(@Nullable Certificates certificates, int port) {
        if (certificates == null) {
            return List.of("-Dquarkus.http.port=" + port);
        }
        return List.of(
                "-Dquarkus.http.insecure-requests=disabled",
                "-Dquarkus.http.ssl-port=" + port,
                "-Dquarkus.http.ssl.certificate.files=" + certificates.server(),
                "-Dquarkus.http.ssl.certificate.key-files=" + certificates.serverKey());
    }

    void awaitReady() {
        http.awaitAnswer(process, address + "/apis/registry/v3/system/info", Duration.ofMinutes(2));
    }

    void registerContracts() {
        new SchemaRegistration(http, address).registerAll(ContractSchemas.inOrderOfRegistration());
    }

    String address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.stop();
    }
}
