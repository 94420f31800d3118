package io.sightline.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minio.PutObjectArgs;
import io.sightline.devstack.MlflowOptions;
import io.sightline.devstack.MlflowServer;
import io.sightline.store.StoreAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a data scientist does in MLflow: registers versions, moves aliases, reads tags. By its REST API, without Python.
 */
public final class DataScientist {
    private static final String REGISTRY = "/api/2.0/mlflow/";

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final MlflowServer server;

    private DataScientist(MlflowServer server) {
        this.server = server;
    }

    /** One who may do everything. */
    public static DataScientist at(MlflowServer server) {
        return new DataScientist(server);
    }

    /**
     * Registers the files of a folder as a new version of a model, which is made when there is none of that name.
     * Without a file MLmodel among them, one that names the ONNX file is added.
     *
     * @return number of the version
     */
    public String register(String model, Path folder) throws Exception {
        var run = run(model);
        var root = run.path("artifact_uri").asText() + "/model";
        for (var file : files(folder)) {
            put(root + "/" + folder.relativize(file), Files.readAllBytes(file));
        }
        if (Files.notExists(folder.resolve(MlModel.NAME))) {
            put(root + "/" + MlModel.NAME, mlModel(folder));
        }
        if (!exists(model)) {
            post("registered-models/create", Map.of("name", model));
        }
        var runId = run.path("run_id").asText();
        var version = post("model-versions/create", Map.of("name", model, "source", root, "run_id", runId));
        post("runs/update", Map.of("run_id", runId, "status", "FINISHED"));
        return version.path("model_version").path("version").asText();
    }

    public void setAlias(String model, String alias, String version) throws Exception {
        post("registered-models/alias", Map.of("name", model, "alias", alias, "version", version));
    }

    public void deleteAlias(String model, String alias) throws Exception {
        change("DELETE", "registered-models/alias", Map.of("name", model, "alias", alias));
    }

    /** Tags a model so that it is served. */
    public void serve(String model) throws Exception {
        tagModel(model, MlflowClient.SERVE, "true");
    }

    public void tagModel(String model, String key, String value) throws Exception {
        post("registered-models/set-tag", Map.of("name", model, "key", key, "value", value));
    }

    public void tag(String model, String version, String key, String value) throws Exception {
        post("model-versions/set-tag", Map.of("name", model, "version", version, "key", key, "value", value));
    }

    /** Tags of a version, as MLflow's page shows them. */
    public Map<String, String> tags(String model, String version) throws Exception {
        var tags = new HashMap<String, String>();
        var query = "model-versions/get?name=" + model + "&version=" + version;
        for (var tag : get(query).path("model_version").path("tags")) {
            tags.put(tag.path("key").asText(), tag.path("value").asText());
        }
        return tags;
    }

    /** Deletes a model with all its versions and aliases; its files stay. */
    public void delete(String model) throws Exception {
        change("DELETE", "registered-models/delete", Map.of("name", model));
    }

    /** Changes a file of a version behind MLflow's back; its number stays. */
    public void overwrite(String model, String version, String path, byte[] content) throws Exception {
        put(artifacts(model, version) + "/" + path, content);
    }

    /** Makes a file of a version so long, without anything in it; the server has its files in a folder. */
    public void lengthen(String model, String version, String path, long bytes) throws Exception {
        var proxied = (ArtifactUri.Proxied) ArtifactUri.parse(artifacts(model, version), URI.create(server.url()));
        var file = server.files().resolve(proxied.path()).resolve(path);
        try (var opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(bytes);
        }
    }

    /** Removes a file of a version that is read through MLflow's proxy. */
    public void remove(String model, String version, String path) throws Exception {
        send("DELETE", proxy(artifacts(model, version) + "/" + path), BodyPublishers.noBody(), Set.of(200));
    }

    /** Has an address told when aliases are set and deleted. */
    public void hook(URI address, String secret) throws Exception {
        var events = List.of(
                Map.of("entity", "MODEL_VERSION_ALIAS", "action", "CREATED"),
                Map.of("entity", "MODEL_VERSION_ALIAS", "action", "DELETED"));
        post("webhooks", Map.of("name", "sightline", "url", address.toString(), "secret", secret, "events", events));
    }

    /** Lets somebody in who may read everything and change nothing. */
    public void admitReader(String name, String password) throws Exception {
        post("users/create", Map.of("username", name, "password", password));
    }

    private JsonNode run(String model) throws Exception {
        var name = model + "-" + System.nanoTime();
        var experiment = post("experiments/create", Map.of("name", name)).path("experiment_id");
        return post("runs/create", Map.of("experiment_id", experiment, "start_time", System.currentTimeMillis()))
                .path("run")
                .path("info");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static byte[] mlModel(Path folder) throws IOException {
        var graphs = files(folder).stream()
                .map(file -> folder.relativize(file).toString())
                .filter(name -> name.endsWith(".onnx"))
                .toList();
        if (graphs.size() != 1) {
            throw new IllegalArgumentException(
                    "one file of " + graphs + " is the model; write an MLmodel that says so");
        }
        return ("flavors:\n  onnx:\n    data: " + graphs.get(0) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private boolean exists(String model) throws Exception {
        return send("GET", REGISTRY + "registered-models/get?name=" + model, BodyPublishers.noBody(), Set.of(200, 404))
                .has("registered_model");
    }

    private String artifacts(String model, String version) throws Exception {
        return get("model-versions/get-download-uri?name=" + model + "&version=" + version)
                .path("artifact_uri")
                .asText();
    }

    private void put(String uri, byte[] content) throws Exception {
        if (!(ArtifactUri.parse(uri, URI.create(server.url())) instanceof ArtifactUri.S3 store)) {
            send("PUT", proxy(uri), BodyPublishers.ofByteArray(content), Set.of(200));
            return;
        }
        StoreAddress.of(server.options().store())
                .client()
                .putObject(PutObjectArgs.builder().bucket(store.bucket()).object(store.prefix()).stream(
                                new ByteArrayInputStream(content), content.length, -1)
                        .build());
    }

    private String proxy(String uri) {
        return "/api/2.0/mlflow-artifacts/artifacts/"
                + MlflowRequest.encoded(
                        ((ArtifactUri.Proxied) ArtifactUri.parse(uri, URI.create(server.url()))).path());
    }

    private JsonNode get(String request) throws Exception {
        return send("GET", REGISTRY + request, BodyPublishers.noBody(), Set.of(200));
    }

    private JsonNode post(String operation, Map<String, ?> body) throws Exception {
        return change("POST", operation, body);
    }

    private JsonNode change(String method, String operation, Map<String, ?> body) throws Exception {
        return send(method, REGISTRY + operation, BodyPublishers.ofString(json.writeValueAsString(body)), Set.of(200));
    }

    private JsonNode send(String method, String target, BodyPublisher body, Set<Integer> expected) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url() + target)).method(method, body);
        if (target.startsWith(REGISTRY)) {
            request.header("Content-Type", "application/json");
        }
        if (server.options().login()) {
            MlflowLogin.password(MlflowOptions.USER, MlflowOptions.PASSWORD)
                    .header()
                    .ifPresent(login -> request.header("Authorization", login));
        }
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (!expected.contains(answer.statusCode())) {
            throw new IllegalStateException(
                    method + " " + target + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body().isEmpty() ? json.createObjectNode() : json.readTree(answer.body());
    }
}
