package io.sightline.runtime;

import io.sightline.doctor.Finding;
import io.sightline.doctor.Subject;
import io.sightline.doctor.TlsQuestion;
import io.sightline.doctor.TlsQuestion.Preamble;
import io.sightline.runtime.Servers.Address;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.core.SocketFactoryFactory;

/** How long the certificates of servers are still good that are spoken to by TLS. */
final class ExaminedCertificates {
    private static final Set<String> INSISTING = Set.of("require", "verify-ca", "verify-full");

    private final ExaminedRuntime runtime;

    ExaminedCertificates(ExaminedRuntime runtime) {
        this.runtime = runtime;
    }

    List<Subject> subjects() {
        var subjects = new ArrayList<Subject>();
        subjects.addAll(ExaminedChecks.allGuarded("tls.kafka", this::kafka));
        subjects.addAll(ExaminedChecks.allGuarded("tls.postgresql", this::database));
        var storage = runtime.settings(StorageProperties.class);
        subjects.add(web("s3", "camel.component.minio.endpoint", "sightline.s3.ssl-bundle", storage.sslBundle(), true));
        var registry = runtime.settings(RegistryProperties.class);
        subjects.add(
                web("registry", "sightline.registry.url", "sightline.registry.ssl-bundle", registry.sslBundle(), true));
        var keycloak = runtime.settings(KeycloakProperties.class);
        subjects.add(web(
                "keycloak",
                "sightline.keycloak.server-url",
                "sightline.keycloak.ssl-bundle",
                keycloak.sslBundle(),
                runtime.runs(Stage.API)));
        var mlflow = runtime.settings(MlflowProperties.class);
        subjects.add(web(
                "mlflow",
                "sightline.mlflow.url",
                "sightline.mlflow.ssl-bundle",
                mlflow.sslBundle(),
                runtime.runs(Stage.PROMOTE)));
        return subjects;
    }

    private Subject web(
            String server, String setting, String bundleSetting, @Nullable String bundle, boolean isNeeded) {
        var check = "tls." + server;
        return ExaminedChecks.guarded(check, () -> {
            var address = runtime.environment().getProperty(setting, "").strip();
            if (!isNeeded || !address.toLowerCase(Locale.ROOT).startsWith("https:")) {
                return Subject.of(ExaminedChecks.skipped(
                        check, isNeeded ? setting + " is no address of https" : runtime.unneeded()));
            }
            var uri = URI.create(address);
            return asked(
                    check,
                    () -> context(setting, bundleSetting, bundle, address).getSocketFactory(),
                    new Address(uri.getHost(), uri.getPort() < 0 ? 443 : uri.getPort()),
                    Preamble.NONE,
                    bundleSetting);
        });
    }

    private SSLContext context(String setting, String bundleSetting, @Nullable String bundle, String address)
            throws NoSuchAlgorithmException {
        var own = runtime.tls().of(bundleSetting, bundle, setting, address);
        return own.isPresent() ? own.get() : SSLContext.getDefault();
    }

    private List<Subject> kafka() {
        var kafka = runtime.context()
                .getBean(CamelContext.class)
                .getComponent("kafka", KafkaComponent.class)
                .getConfiguration();
        if (!String.valueOf(kafka.getSecurityProtocol()).endsWith("SSL")) {
            return List.of(Subject.of(ExaminedChecks.skipped(
                    "tls.kafka", "camel.component.kafka.security-protocol is " + kafka.getSecurityProtocol())));
        }
        return eachAsked(
                "tls.kafka",
                () -> {
                    var settings = kafka.createConsumerProperties();
                    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.getBrokers());
                    var engines = new DefaultSslEngineFactory();
                    engines.configure(new AdminClientConfig(settings).values());
                    return engines.sslContext().getSocketFactory();
                },
                Servers.kafka(runtime.environment())
                        .map(Servers.Server::addresses)
                        .orElse(List.of()),
                Preamble.NONE,
                "camel.component.kafka.ssl-truststore-location");
    }

    private List<Subject> database() {
        var url = runtime.environment().getProperty("spring.datasource.url", "");
        var server = Servers.database(runtime.environment());
        var settings = Driver.parseURL(url, new Properties());
        var mode = settings == null ? "" : settings.getProperty("sslmode", "prefer");
        if (settings == null || server.isEmpty() || !INSISTING.contains(mode)) {
            return List.of(Subject.of(ExaminedChecks.skipped(
                    "tls.postgresql", "spring.datasource.url does not insist on TLS (sslmode " + mode + ")")));
        }
        return eachAsked(
                "tls.postgresql",
                () -> SocketFactoryFactory.getSslSocketFactory(settings),
                server.get().addresses(),
                Preamble.POSTGRESQL,
                "sslrootcert of spring.datasource.url");
    }

    /** A line for each server of a cluster: each has a certificate of its own, and any one of them may be away. */
    private List<Subject> eachAsked(
            String check,
            Callable<SSLSocketFactory> factory,
            List<Address> servers,
            Preamble preamble,
            String setting) {
        if (servers.size() == 1) {
            return List.of(asked(check, factory, servers.get(0), preamble, setting));
        }
        return servers.stream()
                .map(server -> {
                    var question = question(check, factory, server, preamble, setting);
                    return Subject.of(ExaminedChecks.check(check, wayOut(server), () -> {
                        try {
                            return question.ask();
                        } catch (SocketException | SocketTimeoutException | UnknownHostException e) {
                            return Finding.warn(check, server + " does not answer: " + e.getMessage(), wayOut(server));
                        }
                    }));
                })
                .toList();
    }

    private Subject asked(
            String check, Callable<SSLSocketFactory> factory, Address server, Preamble preamble, String setting) {
        return Subject.of(
                ExaminedChecks.check(check, wayOut(server), question(check, factory, server, preamble, setting)));
    }

    private TlsQuestion question(
            String check, Callable<SSLSocketFactory> factory, Address server, Preamble preamble, String setting) {
        return new TlsQuestion(check, factory, server.host(), server.port(), preamble, setting, runtime.clock());
    }

    private static String wayOut(Address server) {
        return "See whether " + server + " is up and speaks TLS.";
    }
}
