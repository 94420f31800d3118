package io.sightline.runtime;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/** The servers that a process needs at start-up, by the settings that name them. */
final class Servers {
    private static final Pattern JDBC = Pattern.compile("jdbc:postgresql://([^/?]+)/.*");

    private Servers() {}

    /**
     * A server that must answer before the routes can start.
     *
     * @param setting property that names its address
     */
    record Server(String name, String host, int port, String setting) {
        String address() {
            return host + ":" + port;
        }
    }

    static List<Server> of(Environment environment) {
        var servers = new ArrayList<Server>();
        first(environment, "camel.component.kafka.brokers")
                .ifPresent(address -> servers.add(server("Kafka", address, 9092, "camel.component.kafka.brokers")));
        url(environment, "S3 object storage", "camel.component.minio.endpoint").ifPresent(servers::add);
        url(environment, "schema registry", "sightline.registry.url").ifPresent(servers::add);
        var jdbc = JDBC.matcher(environment.getProperty("spring.datasource.url", ""));
        if (jdbc.matches()) {
            servers.add(server("PostgreSQL", jdbc.group(1).split(",", -1)[0], 5432, "spring.datasource.url"));
        }
        return servers;
    }

    private static Optional<String> first(Environment environment, String setting) {
        return Optional.ofNullable(environment.getProperty(setting)).map(list -> list.split(",", -1)[0].strip());
    }

    private static Optional<Server> url(Environment environment, String name, String setting) {
        return Optional.ofNullable(environment.getProperty(setting))
                .map(URI::create)
                .map(uri -> {
                    int port = uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
                    return new Server(name, uri.getHost(), port, setting);
                });
    }

    private static Server server(String name, String address, int defaultPort, String setting) {
        int colon = address.lastIndexOf(':');
        return colon < 0
                ? new Server(name, address, defaultPort, setting)
                : new Server(
                        name, address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), setting);
    }
}
