/** What was sent, written down outside of the system, and its comparison with the rows. */
@NullMarked
package io.sightline.fault.ledger;

import org.jspecify.annotations.NullMarked;
