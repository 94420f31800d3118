package io.sightline.runtime;

import io.sightline.camel.ContractStrategy;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** A request of somebody who shows no token, of whose body so much is read as a signed message may have. */
final class BriefRequest extends HttpServletRequestWrapper {
    static final int MOST_BYTES = 64 * 1024;

    BriefRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new LimitedInput(
                super.getInputStream(), MOST_BYTES, () -> setAttribute(ContractStrategy.BODY_FAILURE, tooLong("more")));
    }

    static PermanentFailure tooLong(String size) {
        return new PermanentFailure(
                FailureCode.BODY_TOO_LARGE,
                "The body has " + size + " than the limit of " + MOST_BYTES
                        + " bytes (64 KiB) for whoever shows no token.");
    }
}
