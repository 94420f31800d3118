package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;

/** What came back of a query. */
final class Answered {
    private Answered() {}

    static JsonNode ok(HttpResponse<byte[]> answer) {
        var body = Api.json(answer);
        assertThat(answer.statusCode()).as(body.toString()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        return body;
    }

    /** @return the problem */
    static JsonNode unauthenticated(HttpResponse<byte[]> answer) {
        var problem = Api.json(answer);
        assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(401);
        assertThat(problem.path("code").asText()).isEqualTo("UNAUTHENTICATED");
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
        return problem;
    }

    static void refused(HttpResponse<byte[]> answer, String words) {
        var problem = Api.json(answer);
        assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(400);
        assertThat(problem.path("code").asText()).isEqualTo("INVALID_PARAMETER");
        assertThat(problem.path("detail").asText()).contains(words);
    }
}
