package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The row-level rule against every operation of the contracts: by query parameter, cursor, frame id, annotated picture,
 * receipt and redrive, and by whatever a later operation brings.
 */
@ExtendWith(ApiRuntime.class)
class SourcesIT {
    private static final String DEV = "sightline-dev";

    private final Api api;
    private final RestrictedClients clients;

    SourcesIT(Api api) {
        this.api = api;
        this.clients = new RestrictedClients(api);
    }

    static List<ContractCall> protectedOperations() {
        return ContractCall.all(false);
    }

    /** A token sees of another's source what it sees of nothing. */
    @ParameterizedTest
    @MethodSource("protectedOperations")
    void answersWhatBelongsToAForeignSourceLikeWhatDoesNotExist(ContractCall call) {
        var foreign = ForeignThings.store(api);
        for (var client : clients.permitted(call)) {
            for (var probe : Probe.of(call, foreign)) {
                assertThat(seen(call, probe.foreign(), probe.foreignName(), client))
                        .as(client + " " + probe)
                        .isEqualTo(seen(call, probe.absent(), probe.absentName(), client));
            }
        }
    }

    /** Otherwise there would be nothing to hide above. */
    @ParameterizedTest
    @MethodSource("protectedOperations")
    void answersATokenThatMaySeeEverySourceOtherwise(ContractCall call) {
        var probes = Probe.of(call, ForeignThings.store(api));

        assertThat(probes.isEmpty()
                        || probes.stream()
                                .anyMatch(probe -> !seen(call, probe.foreign(), probe.foreignName(), DEV)
                                        .equals(seen(
                                                call, probe.foreign(), probe.foreignName(), "sightline-sourceless"))))
                .as(probes.toString())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("protectedOperations")
    void showsNothingOfAForeignSourceToThoseWhoAskForEverything(ContractCall call) {
        var foreign = ForeignThings.store(api);
        for (var client : clients.permitted(call)) {
            var answer = api.call(call, call.target(), call.body(), client);

            assertThat(Api.text(answer))
                    .as(client)
                    .doesNotContain(
                            foreign.source(), foreign.label(), foreign.frame().toString());
        }
    }

    /** The cursor of somebody who may see everything begins between rows of a foreign source. */
    @ParameterizedTest
    @MethodSource("protectedOperations")
    void showsNothingOfAForeignSourceBehindTheCursorOfSomebodyElse(ContractCall call) {
        if (!call.has("cursor")) {
            return;
        }
        var foreign = ForeignThings.store(api);
        ForeignThings.store(api);
        var next = Api.json(api.call(call, call.path() + "?limit=1", call.body(), DEV))
                .path("next")
                .asText();
        for (var client : clients.permitted(call)) {
            var answer = api.call(call, call.path() + "?limit=1000&cursor=" + next, call.body(), client);

            assertThat(answer.statusCode()).as(client + " " + Api.text(answer)).isEqualTo(200);
            assertThat(Api.text(answer)).as(client).doesNotContain("foreign-", foreign.label());
        }
    }

    /** Status and body, without the name that was sent and what differs from request to request. */
    private String seen(ContractCall call, Probe.Request request, String name, String client) {
        var answer = api.call(call, request.target(), request.body(), client);
        var text = Api.text(answer)
                .replace(name, "?")
                .replaceAll("\"(traceId|receivedAt|capturedAt|frameId|since)\":\"[^\"]*\"", "");
        return answer.statusCode() + " " + text;
    }
}
