package io.sightline.mlflow;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * The registry of one MLflow, by its REST API.
 *
 * <p>Every method throws a {@link Failure} when it has no answer, and its code says why: NOT_FOUND (no such model or
 * version), DEPENDENCY_DENIES (401 or 403), DEPENDENCY_UNAVAILABLE (away, overloaded, or a login page in its place) and
 * DEPENDENCY_MISUNDERSTOOD (an answer that does not fit). None of them says anything about a model that serves already.
 */
public final class MlflowClient {
    /** Tag of the registered models that are to be served, with the value true. */
    public static final String SERVE = "sightline.serve";

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 100;

    private final MlflowHttp http;

    /**
     * For a server of http, or one of https that this Java believes.
     *
     * @param url address of the server, without {@code /api}
     * @param timeout longest that an answer may take, and that a file may stand still
     * @throws IllegalArgumentException when the address holds a login
     */
    public MlflowClient(URI url, MlflowLogin login, Duration timeout) {
        http = new MlflowHttp(url, login, timeout, HttpClient.newBuilder());
    }

    /**
     * The same over TLS, with other authorities than those of this Java.
     *
     * @param tls whom to believe who the server is
     */
    public MlflowClient(URI url, MlflowLogin login, Duration timeout, SSLContext tls) {
        http = new MlflowHttp(url, login, timeout, HttpClient.newBuilder().sslContext(tls));
    }

    /** One model, by its name. A prompt of that name is no model. */
    public RegisteredModel model(String name) {
        var found = RegisteredModel.of(http.ask(MlflowRequest.registry("registered-models/get", "name", name))
                .part("registered_model"));
        requireAsked(name, found.name());
        if (found.isPrompt()) {
            throw new PermanentFailure(
                    FailureCode.NOT_FOUND, Quotation.of(name) + " is the name of a prompt in MLflow, not of a model");
        }
        return found;
    }

    /** @param version its number */
    public ModelVersion version(String name, String version) {
        var request = MlflowRequest.registry("model-versions/get", "name", name, "version", version);
        var found = ModelVersion.of(http.ask(request).part("model_version"));
        requireAsked(name, found.name());
        requireAsked(version, found.version());
        return found;
    }

    /** What stands before MLflow may answer from a cache that leaves the question out of account. */
    private static void requireAsked(String asked, String answered) {
        if (!asked.equals(answered)) {
            throw new PermanentFailure(
                    FailureCode.DEPENDENCY_MISUNDERSTOOD,
                    "MLflow was asked for " + Quotation.of(asked) + " and answered with " + Quotation.of(answered)
                            + "; look at what stands before it, such as a cache, or name the model as MLflow does");
        }
    }

    /** All models that have the tag {@value #SERVE} with the value true, in the order of the registry. */
    public List<RegisteredModel> served() {
        var models = new ArrayList<RegisteredModel>();
        var tokens = new HashSet<String>();
        var token = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            var answer = http.ask(search(token));
            answer.list("registered_models").stream()
                    .map(RegisteredModel::of)
                    .filter(model -> !model.isPrompt())
                    .forEach(models::add);
            token = answer.find("next_page_token").orElse("");
            if (token.isEmpty()) {
                return List.copyOf(models);
            }
            if (!tokens.add(token)) {
                break;
            }
        }
        throw new PermanentFailure(
                FailureCode.DEPENDENCY_MISUNDERSTOOD,
                "MLflow has no end of models with the tag " + SERVE + ": " + models.size()
                        + " so far; take the tag off those that are not to be served");
    }

    /** Where the files of a version are. */
    public ArtifactUri artifacts(ModelVersion version) {
        var request = MlflowRequest.registry(
                "model-versions/get-download-uri", "name", version.name(), "version", version.version());
        return ArtifactUri.parse(http.ask(request).text("artifact_uri"), http.base());
    }

    /** Reads files that MLflow itself hands out. */
    public MlflowArtifacts artifacts(ArtifactLimits limits) {
        return new MlflowArtifacts(http, limits);
    }

    /** Sets a tag of a version, or changes its value. */
    public void setTag(String name, String version, String key, String value) {
        http.ask(MlflowRequest.change(
                "POST",
                "model-versions/set-tag",
                Map.of("name", name, "version", version, "key", key, "value", value)));
    }

    /** Deletes a tag of a version; one that is not there is no failure. */
    public void deleteTag(String name, String version, String key) {
        http.ask(MlflowRequest.change(
                "DELETE", "model-versions/delete-tag", Map.of("name", name, "version", version, "key", key)));
    }

    private static MlflowRequest search(String token) {
        var filter = "tags.`" + SERVE + "` = 'true'";
        var most = Integer.toString(PAGE);
        var operation = "registered-models/search";
        return token.isEmpty()
                ? MlflowRequest.registry(operation, "filter", filter, "max_results", most)
                : MlflowRequest.registry(operation, "filter", filter, "max_results", most, "page_token", token);
    }
}
