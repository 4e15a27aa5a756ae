package com.example.counties;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class CountiesApplication {}
