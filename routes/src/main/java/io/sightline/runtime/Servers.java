package io.sightline.runtime;

import io.sightline.failure.Dependency;
import io.sightline.failure.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;

/** The servers that a process needs at start-up, by the settings that name them. */
final class Servers {
    private static final Pattern JDBC = Pattern.compile("jdbc:postgresql://([^/?]+)/.*");
    private static final Pattern ADDRESS = Pattern.compile("(?<host>\\[[^\\]]+]|[^:\\[\\]/\\s]+)(:(?<port>\\d{1,5}))?");
    /** Clients log in when they are made, and give up after some seconds. */
    private static final String TOKEN_ENDPOINT =
            "camel.component.kafka.additional-properties[sasl.oauthbearer.token.endpoint.url]";

    private static final int HIGHEST_PORT = 65_535;

    private Servers() {}

    /** Where one server listens. */
    record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * A server, or a cluster of them, that must answer before the routes can start.
     *
     * @param addresses any one that answers is enough
     * @param setting property that names the addresses
     */
    record Server(String name, List<Address> addresses, String setting) {
        String address() {
            return addresses.stream().map(Address::toString).collect(Collectors.joining(", "));
        }
    }

    /** @throws StartupException when an address is not in a form that can be read */
    static List<Server> of(Environment environment) {
        var servers = new ArrayList<Server>();
        kafka(environment).ifPresent(servers::add);
        value(environment, "camel.component.minio.endpoint")
                .map(url -> url(Dependency.S3.title(), url, "camel.component.minio.endpoint", "http://host:9000"))
                .ifPresent(servers::add);
        value(environment, "sightline.registry.url")
                .map(url -> url(
                        Dependency.REGISTRY.title(), url, "sightline.registry.url", "http://host:8080/apis/ccompat/v7"))
                .ifPresent(servers::add);
        value(environment, TOKEN_ENDPOINT)
                .filter(url -> !url.startsWith("file:"))
                .map(url -> url("source of Kafka's tokens", url, TOKEN_ENDPOINT, "https://host/token"))
                .ifPresent(servers::add);
        database(environment).ifPresent(servers::add);
        return servers;
    }

    /** The brokers that are named. */
    static Optional<Server> kafka(Environment environment) {
        return value(environment, "camel.component.kafka.brokers")
                .map(brokers ->
                        list(Dependency.KAFKA.title(), brokers, 9092, "camel.component.kafka.brokers", "host:9092"));
    }

    /** The database; empty where the URL is none of PostgreSQL. */
    static Optional<Server> database(Environment environment) {
        return value(environment, "spring.datasource.url")
                .map(JDBC::matcher)
                .filter(Matcher::matches)
                .map(jdbc -> list(
                        Dependency.POSTGRESQL.title(),
                        jdbc.group(1),
                        5432,
                        "spring.datasource.url",
                        "jdbc:postgresql://host:5432/database"));
    }

    /** A server as messages name it, with its addresses and without passwords; its name alone where none is set. */
    static String describe(Environment environment, Dependency dependency) {
        return of(environment).stream()
                .filter(server -> server.name().equals(dependency.title()))
                .findFirst()
                .map(server -> server.name() + " at " + server.address())
                .orElseGet(dependency::title);
    }

    private static Optional<String> value(Environment environment, String setting) {
        return Optional.ofNullable(environment.getProperty(setting));
    }

    private static Server list(String name, String value, int defaultPort, String setting, String form) {
        var addresses = Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .map(address -> address(address, defaultPort).orElseThrow(() -> unreadable(setting, value, form)))
                .toList();
        return new Server(name, addresses, setting);
    }

    private static Optional<Address> address(String text, int defaultPort) {
        var parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = parts.group("port") == null ? defaultPort : Integer.parseInt(parts.group("port"));
        return port > HIGHEST_PORT ? Optional.empty() : Optional.of(new Address(parts.group("host"), port));
    }

    private static Server url(String name, String value, String setting, String form) {
        var uri = uri(value).filter(found -> found.getHost() != null && found.getPort() <= HIGHEST_PORT);
        return uri.map(found -> new Server(name, List.of(new Address(found.getHost(), port(found))), setting))
                .orElseThrow(() -> unreadable(setting, value, form));
    }

    private static Optional<URI> uri(String value) {
        try {
            return Optional.of(new URI(value.strip()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static int port(URI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private static StartupException unreadable(String setting, String value, String form) {
        return new StartupException(
                setting + " has '" + Secrets.hiddenInValue(value) + "', which names no server",
                "Write it as " + form + ".",
                null);
    }
}
