package io.sightline.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is in the image that the build makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {
    private static final long MEGABYTE = 1024 * 1024;
    private static final int OWN_LAYERS = 6;
    private static final Path REPOSITORY = Path.of("..", "..");
    private static final Path BUILT = REPOSITORY.resolve(Path.of("routes", "target", "sightline"));

    private ImageArchive image;
    private List<ImageLayer> own;

    @BeforeAll
    void read() throws IOException {
        image = ImageArchive.read(ImageArchive.TESTED);
        own = image.layers()
                .subList(image.layers().size() - OWN_LAYERS, image.layers().size());
    }

    @Test
    void hasWhatChangesSeldomBelowWhatChangesOften() {
        assertThat(own.get(0).files()).hasSizeGreaterThan(200).allMatch(file -> file.startsWith("/app/lib/"));
        assertThat(own.get(0).files()).noneMatch(file -> file.contains("SNAPSHOT"));
        assertThat(own.get(0).files())
                .as("no route stops those of others")
                .noneMatch(file -> file.contains("controlbus"));
        assertThat(names(own.get(1))).containsExactlyInAnyOrder("processors", "schemas");
        assertThat(names(own.get(2))).containsExactlyInAnyOrder("kamelets", "sightline-routes");
        assertThat(own.get(3).files())
                .as("Maven leaves the bill of materials out when it is offline; build once without -o")
                .containsExactlyInAnyOrder("/app/sightline.jar", "/app/sightline.cdx.json");
        assertThat(own.get(4).files()).isEmpty();
        assertThat(own.get(5).files()).containsExactly("/app/java.options");
    }

    @Test
    void hasRoutesAndKameletsInOneSmallLayerAlone() throws IOException {
        assertThat(own.get(2).size()).isLessThan(100 * 1024);
        assertThat(entries(BUILT.resolve("sightline-routes.jar")))
                .contains("application.yaml", "camel/ingest-frames.camel.yaml");
        assertThat(entries(BUILT.resolve("sightline.jar"))).noneMatch(name -> name.contains("camel/"));
    }

    @Test
    void isSmallEnoughToBeMoved() {
        assertThat(image.size()).isLessThan(350 * MEGABYTE);
        // What is left of that is the base's.
        assertThat(own.stream().mapToLong(ImageLayer::size).sum()).isLessThan(180 * MEGABYTE);
    }

    @Test
    void belongsToNobodyAndSaysNothingOfWhenAndWhereItWasMade() {
        var entries = own.stream().flatMap(layer -> layer.entries().stream()).toList();
        assertThat(entries).allMatch(entry -> entry.user() == 0 && entry.group() == 0);
        assertThat(entries).allMatch(entry -> entry.modified() <= 1);
        assertThat(image.config().get("created").textValue()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(image.config().get("history"))
                .allMatch(step -> !step.has("created_by")
                        || !step.get("created_by").textValue().contains("/"));
    }

    @Test
    void letsItsUserWriteToTheCacheAlone() {
        assertThat(image.process().get("User").textValue()).isEqualTo("10001:0");
        assertThat(own.stream().flatMap(layer -> layer.entries().stream()).filter(entry -> (entry.mode() & 022) != 0))
                .extracting(ImageLayer.Entry::path)
                .containsExactly("/var/cache/sightline");
    }

    @Test
    void saysWhatItIs() {
        var labels = image.process().get("Labels");
        for (var name : List.of("title", "description", "version", "revision", "created", "licenses")) {
            assertThat(labels.get("org.opencontainers.image." + name).textValue())
                    .isNotBlank();
        }
        assertThat(image.texts("Env")).anyMatch(variable -> variable.startsWith("JAVA_TOOL_OPTIONS=-XX:MaxRAMPercent"));
    }

    @Test
    void listsEachOfItsJarsInItsBillOfMaterials() throws IOException {
        Set<String> listed = new HashSet<>();
        new JsonMapper()
                .readTree(BUILT.resolve("sightline.cdx.json").toFile())
                .get("components")
                .forEach(part -> listed.add(
                        part.get("name").textValue() + "-" + part.get("version").textValue()));
        var jars = own.subList(0, 3).stream()
                .flatMap(layer -> layer.files().stream())
                .filter(file -> file.startsWith("/app/lib/"))
                .map(file -> file.substring("/app/lib/".length(), file.length() - ".jar".length()))
                .map(name -> name.replaceFirst("-linux-(x86_64|arm64)$", ""))
                .collect(Collectors.toSet());
        assertThat(listed).containsAll(jars);
    }

    /** Passwords of the development servers begin alike. */
    @Test
    void holdsNoSecretNoTestAndNothingOfGit() throws IOException {
        var files = own.stream().flatMap(layer -> layer.files().stream()).toList();
        assertThat(files).allMatch(file -> file.matches("/app/(lib/)?[^/]+\\.(jar|cdx\\.json|options)"));
        for (var jar : ownJars()) {
            assertThat(entries(jar))
                    .noneMatch(name -> name.matches(
                            "(?s).*(\\.(p12|jks|pem|key|crt)|\\.test\\.yaml|(Test|IT)\\.class|/devstack/.*|\\.git.*)"));
            assertThat(textsWithin(jar)).doesNotContain("dev-only");
        }
        assertThat(image.config().toString()).doesNotContainIgnoringCase("password", "dev-only");
    }

    /** Java 25 warns of libraries of C++ otherwise. */
    @Test
    void allowsItsNativeLibraries() throws IOException {
        try (var jar = new JarFile(BUILT.resolve("sightline.jar").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Enable-Native-Access"))
                    .isEqualTo("ALL-UNNAMED");
        }
    }

    @Test
    void isWhatTheDockerfileMakes() throws IOException {
        var dockerfile = Dockerfile.read(REPOSITORY.resolve("Dockerfile"));

        assertThat(dockerfile.all("USER"))
                .containsExactly(image.process().get("User").textValue());
        assertThat(dockerfile.all("WORKDIR"))
                .containsExactly(image.process().get("WorkingDir").textValue());
        assertThat(dockerfile.entryPoint()).isEqualTo(image.texts("Entrypoint"));
        assertThat(image.texts("Env").stream().filter(variable -> !variable.startsWith("PATH=")))
                .containsExactlyInAnyOrderElementsOf(dockerfile.variables());
        assertThat(dockerfile.labels())
                .containsExactlyInAnyOrderElementsOf(names(image.process().get("Labels")).stream()
                        .filter(name -> !name.endsWith(".revision"))
                        .map(name -> name + "="
                                + image.process().get("Labels").get(name).textValue())
                        .toList());
        assertThat(dockerfile.all("COPY"))
                .as("modes of the builder's files")
                .allMatch(copy -> copy.contains("--chmod="));
        assertThat(dockerfile.all("EXPOSE")).containsExactly("8080 8081");
        assertThat(names(image.process().get("ExposedPorts"))).containsExactlyInAnyOrder("8080/tcp", "8081/tcp");
        assertThat(dockerfile.all("RUN")).containsExactly("install -d -m 775 /var/cache/sightline");
        assertThat(Files.readString(REPOSITORY.resolve("pom.xml")))
                .contains("<image.base>" + dockerfile.base() + "</image.base>");
        var copies = dockerfile.copies(REPOSITORY);
        assertThat(copies.get(0)).isEqualTo(own.get(0).files());
        assertThat(copies.get(1)).isEqualTo(own.get(1).files());
        assertThat(copies.stream().flatMap(Set::stream))
                .containsExactlyInAnyOrderElementsOf(
                        own.stream().flatMap(layer -> layer.files().stream()).toList());
    }

    private static List<String> names(JsonNode fields) {
        List<String> names = new ArrayList<>();
        fields.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> names(ImageLayer layer) {
        return layer.files().stream()
                .map(file -> file.replaceFirst(".*/", "").replaceFirst("(-\\d.*)?\\.jar$", ""))
                .toList();
    }

    private List<Path> ownJars() {
        return own.subList(1, 4).stream()
                .flatMap(layer -> layer.files().stream())
                .filter(file -> file.endsWith(".jar"))
                .map(file -> BUILT.resolve(file.substring("/app/".length())))
                .toList();
    }

    private static List<String> entries(Path jar) throws IOException {
        List<String> names = new ArrayList<>();
        try (var zip = new ZipInputStream(Files.newInputStream(jar), UTF_8)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private static String textsWithin(Path jar) throws IOException {
        var texts = new StringBuilder();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(jar)), UTF_8)) {
            while (zip.getNextEntry() != null) {
                texts.append(new String(zip.readAllBytes(), ISO_8859_1));
            }
        }
        return texts.toString();
    }
}
