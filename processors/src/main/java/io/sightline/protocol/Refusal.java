package io.sightline.protocol;

import io.sightline.contract.ContractParameter;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;

/** Requests that are not of the protocol, each refused with what is wrong and its value. */
final class Refusal {
    private Refusal() {}

    static PermanentFailure of(String message) {
        return new PermanentFailure(FailureCode.INVALID_PARAMETER, message);
    }

    /** A value that is a text, in quotation marks: without them "0.5" looks like the number that it is not. */
    static String text(String value) {
        return '"' + (value.isEmpty() ? "" : quote(value)) + '"';
    }

    /** A client's text as messages show it: of bounded length, without control characters. */
    static String quote(String text) {
        return ContractParameter.quote(text);
    }
}
