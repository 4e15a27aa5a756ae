package com.example.permits;

import io.govshare.dataset.KeyField;
import io.govshare.dataset.Sensitive;

/** The records of docs/context-and-grants.md. */
public record Person(@KeyField Sensitive<String> idNumber, Sensitive<String> name, String districtCode) {}
