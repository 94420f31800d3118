package io.sightline.fault.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.DevStack;
import io.sightline.devstack.DevStackOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The commands by which the chart's README leads from nothing to the first stored detection, each as it stands there,
 * in the shell of somebody who has the engines, with no topic and no schema in them. As the README has it, the engines
 * come into the namespace after the first command: here by their names, and where two listen on one port, as pods that
 * hand on to them, since policies look at the ports of pods. What stands in for a program says so in its file.
 */
@Tag("cluster")
// Before those that end a node.
@Order(1)
@EnabledIfSystemProperty(
        named = ClusterStack.ADDRESS,
        matches = ".+",
        disabledReason = "no cluster with nodes is named")
class FirstDetectionIT {
    private static final Path REPOSITORY = Path.of("..", "..");
    private static final Path STAND_INS =
            Path.of("src", "test", "resources", "cluster", "stand-ins").toAbsolutePath();
    private static final String NAMESPACE = "sightline";
    private static final Pattern IMAGE = Pattern.compile(" --image (sightline:\\S+) ");
    private static final Pattern STORED = Pattern.compile("(\\d+) detections of it are stored");

    private final String address = System.getProperty(ClusterStack.ADDRESS, "");
    private final List<String> commands = commands();

    FirstDetectionIT() throws IOException {}

    @Test
    void theCommandsOfTheReadmeLeadToIt() throws Exception {
        assertThat(commands).hasSizeBetween(5, 10);
        var options =
                DevStackOptions.forFirstSteps().withMlflow().onUsualPorts().at(address);
        Consumer<String> progress = System.out::println;
        try (var stack = DevStack.start(options, progress);
                var release = new Release(NAMESPACE, List.of())) {
            var engines = new Engines(stack);
            engines.serve(stack.textDetector());
            try {
                // When
                run(commands.get(0));
                arrive(engines, release);
                commands.subList(1, commands.size() - 1).forEach(this::run);
                var said = run(commands.get(commands.size() - 1));
                // Then
                var stored = STORED.matcher(said);
                assertThat(stored.find()).as(said).isTrue();
                assertThat(Integer.parseInt(stored.group(1))).isPositive().isEqualTo(detections(engines));
            } finally {
                // The nodes are for other tests then.
                Shell.run(List.of("kubectl", "delete", "namespace", NAMESPACE, "--ignore-not-found", "--timeout=180s"));
                Files.deleteIfExists(REPOSITORY.resolve("routes/target/image/sightline.tar"));
            }
        }
    }

    private void arrive(Engines engines, Release release) throws IOException {
        assertThat(engines.port("kafka"))
                .as("Kafka names its port to clients, and the policies know that of values-dev.yaml")
                .isEqualTo(Release.usualPort("kafka"));
        for (var engine : Engines.NAMES) {
            int port = engines.port(engine);
            if (port == Release.usualPort(engine)) {
                release.name(engine, address, port);
            } else {
                release.relay(engine, address, port);
            }
        }
    }

    /** As a shell does in the repository's root. */
    private String run(String command) {
        System.out.println("$ " + command);
        var bash = new ProcessBuilder("bash", "-c", command).directory(REPOSITORY.toFile());
        var path = new ArrayList<>(List.of(STAND_INS.resolve("maven").toString()));
        var load = System.getProperty("cluster.load", "");
        if (!load.isEmpty()) {
            path.add(STAND_INS.resolve("kind").toString());
            bash.environment().put("LOAD", load);
        }
        path.add(bash.environment().get("PATH"));
        bash.environment().put("PATH", String.join(File.pathSeparator, path));
        bash.environment().put("IMAGE", image());
        var answer = Shell.attempt(bash, "");
        System.out.println(answer.text());
        assertThat(answer.isDone())
                .as(() -> command + " ended with " + answer.status() + ": " + answer.text() + pods())
                .isTrue();
        return answer.text();
    }

    private static String pods() {
        return "\n"
                + Shell.attempt(List.of("kubectl", "-n", NAMESPACE, "get", "pods,events", "-o", "wide"), "")
                        .text();
    }

    private String image() {
        var named = IMAGE.matcher(String.join("\n", commands));
        assertThat(named.find()).isTrue();
        return named.group(1);
    }

    private static int detections(Engines engines) {
        var database = new DriverManagerDataSource(
                engines.setting("spring.datasource.url"),
                engines.setting("spring.datasource.username"),
                engines.setting("spring.datasource.password"));
        var count = new JdbcTemplate(database)
                .queryForObject("select count(*) from detection where source_id = 'helm-test'", Integer.class);
        return count == null ? 0 : count;
    }

    private static List<String> commands() throws IOException {
        var readme = Files.readString(REPOSITORY.resolve("helm").resolve("README.md"));
        return readme.substring(readme.indexOf("<!-- commands: begin -->"), readme.indexOf("<!-- commands: end -->"))
                .lines()
                .filter(line -> !line.startsWith("<!--") && !line.startsWith("```"))
                .toList();
    }
}
