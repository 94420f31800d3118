/** The fault bench: real servers and runtimes, harm done to them, and the account of what became of every record. */
@NullMarked
package io.sightline.fault;

import org.jspecify.annotations.NullMarked;
